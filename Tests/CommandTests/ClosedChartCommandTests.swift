import ArgumentParser
import Clinic
import Foundation
import Records
import TestSupport
import Testing

@testable import stepwell

/// Whoever types a command about a chart that is closed to them cannot tell whether there is one.
@Suite(.database, .timeLimit(.minutes(10)))
struct ClosedChartCommandTests {
  /// Commands about somebody whose chart may be closed to whoever asks, and why that shows nothing.
  private static let open: [String: String] = [
    "chart break-glass": "is how a closed chart is opened, with a reason and a review",
    "audit who-saw": "is for whoever reviews what others did, and names no chart",
    "audit search": "is for whoever reviews what others did, and names no chart",
    "chart restrict": "is for whoever closes charts, who must be able to open them again",
    "chart lift": "is for whoever closes charts, who must be able to open them again",
  ]

  /// Somebody in treatment, and what belongs to them; of one who is not there, identifiers of nothing.
  private struct Person {
    let patient: String
    let episode: String
    let consent: String
    let screening: String

    var ids: [String] { [patient, episode, consent, screening] }

    static var nobody: Person {
      Person(patient: fresh(), episode: fresh(), consent: fresh(), screening: fresh())
    }

    private static func fresh() -> String { UUID().uuidString.lowercased() }
  }

  @Test func `every command about somebody's chart is in the table`() {
    let stranger = Person.nobody
    let tried = Set(commands(about: stranger, bed: "x", file: "x").map(\.path))
    let about = CommandTree.leaves(of: Stepwell.self).filter { path, command in
      command is any ClinicCommand.Type
        && ["<patient>", "<episode>", "<consent>"].contains { command.helpMessage().contains($0) }
    }
    let untried = Set(about.map(\.path)).subtracting(tried).subtracting(Self.open.keys)
    #expect(about.count >= 25)
    #expect(untried == [])
  }

  @Test func `a closed chart and none at all get the same words and the same status`() async throws {
    let clinic = try await CommandClinic()
    let test = clinic.database
    let restricted = try await person(clinic, bed: test.north.detoxBeds[0])
    let other = try await person(clinic, bed: test.north.detoxBeds[1])
    let closed = try await clinic.run(
      ["chart", "restrict", restricted.patient, "--reason", "known to the staff"])
    #expect(closed.status == 0, "\(closed)")
    let (soon, bed) = (Date().addingTimeInterval(3_600), "\(test.north.detoxBeds[2])")
    let everything = try await test.staff(of: Self.everyone, until: soon).token.text
    let counsellor = try await test.staff(of: [.counsellor], until: soon).token.text
    var compared = 0
    for (who, token, person) in [
      ("somebody of every role", everything, restricted), ("a counsellor", counsellor, restricted),
      ("a counsellor of another team", counsellor, other),
    ] {
      let nobody = Person.nobody
      let pairs = zip(
        commands(about: person, bed: bed, file: try note()),
        commands(about: nobody, bed: bed, file: try note()))
      for (there, absent) in pairs {
        let input = [there.input, absent.input].map { Data($0.utf8) }
        let found = try await clinic.run(there.words + ["--json"], input: input[0], token: token)
        let none = try await clinic.run(absent.words + ["--json"], input: input[1], token: token)
        let visit = "\(there.words) as \(who)"
        #expect(found.status == none.status, "\(visit): \(found) and \(none)")
        #expect(found.output == none.output && found.output.isEmpty, "\(visit)")
        #expect(blank(found.errors, person) == blank(none.errors, nobody), "\(visit)")
        let expected: Set<Int32> = who == "somebody of every role" ? [65, 66] : [65, 66, 77]
        #expect(expected.contains(found.status), "\(visit): \(found)")
        compared += 1
      }
    }
    print("closed charts: \(compared) commands compared")
  }

  private static let everyone: [Role] = [
    .intake, .nurse, .counsellor, .aftercare, .prescriber, .director, .privacyOfficer,
  ]

  private struct Command {
    let path: String
    let words: [String]
    var input = ""

    init(_ path: String, _ arguments: [String], input: String = "") {
      self.path = path
      words = path.split(separator: " ").map(String.init) + arguments
      self.input = input
    }
  }

  private func commands(about person: Person, bed: String, file: String) -> [Command] {
    let (patient, reason) = (person.patient, ["--reason", "as agreed"])
    let ofEpisode = [
      Command("stage history", []), Command("stage leave", reason), Command("stage return", reason),
      Command("stage complete", []), Command("stage discharge", ["--because", "completed"]),
      Command("stage move", ["--to", "residential", "--level", "3.5"] + reason),
      Command("stage correct", ["--happened", "1 minute ago"] + reason),
      Command("stage withdraw", []),
      Command("transfer request", ["--to", "south", "--stage", "residential"] + reason),
      Command("step-down show", []), Command("step-down plan", ["--ends", "in 36 hours"]),
      Command("step-down own", ["--item", "transport", "--by", "ada"]),
      Command("step-down offer", ["--name", "Dr Zz"]), Command("step-down answer", ["--answer", "accepted"]),
      Command("appointment make", ["--at", "in 3 days", "--where", "Zz Clinic"]),
      Command("appointment list", []),
      Command("authorization list", []),
      Command(
        "authorization record",
        [
          "--payer", "Zz Health", "--level", "3.7-WM", "--from", "2026-06-11", "--through", "2026-06-16",
          "--decision", "requested",
        ]),
      Command("medication order", ["--drug", "Zz", "--amount", "1", "--unit", "mg", "--once"]),
      Command("medication taper", ["--drug", "Zz", "--unit", "mg", "--amounts", "2,1", "--times", "08:00"]),
      Command("medication list", []), Command("medication chart", []),
      Command("vitals record", ["--pulse", "88"]), Command("flowsheet show", []),
      Command("flowsheet trend", ["--of", "craving"]), Command("monitor start", ["--protocol", "ketamine"]),
      Command("monitor stop", ["--reason", "as agreed"]),
      Command("monitor skip", ["--check", "craving", "--as", "asleep"]),
      Command("monitor answer", ["--check", "craving", "--reason", "seen"]),
      Command("level show", []),
      Command("level assess", ["--recommended", "3.5", "--edition", "3", "--ratings", "1,0,2,1,3,3"]),
    ]
    let consent = #"{"kind": "specific", "categories": ["treatment"], "purpose": "treatment"}"#
    let release = """
      {"patient_id": "\(patient)", "categories": ["contacts", "medication"], "recipient": "Dr Zz", "purpose": "treatment",
       "basis": "emergency", "affiliation": "Zz Hospital", "emergency": "seizure"}
      """
    return ofEpisode.flatMap { command in
      [
        Command(command.path, ["--patient", patient] + command.words.dropFirst(2)),
        Command(command.path, [person.episode] + command.words.dropFirst(2)),
      ]
    } + [
      Command("stage history", [person.episode, "--all"]),
      Command("stage restore", [person.episode, "--reason", "as agreed"]),
      Command("patient show", [patient]),
      Command("stage admit", ["--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", bed]),
      Command("screening history", [person.screening]),
      Command("screening correct", [person.screening, "--answers", "2=3"] + reason),
      Command("screening entered-in-error", [person.screening] + reason),
      Command("screening show", ["--patient", patient]), Command("screening trend", [patient, "phq_9"]),
      Command(
        "screening record", ["--instrument", "phq_2", "--patient", patient, "--answers", "1=1,2=1"]),
      Command("intake record", ["--file", "-"], input: #"{"patient_id": "\#(patient)"}"#),
      Command("bed hold", [bed, "--until", "in 2 hours", "--patient", patient]),
      Command(
        "bed plan", [bed, "--arrival", "in 1 hour", "--until", "in 2 hours", "--patient", patient]),
      Command("bed move", [bed, "--patient", patient]),
      Command("care-team list", [patient]), Command("care-team add", [patient, "ada"]),
      Command("care-team remove", [patient, "ada"]),
      Command("consent list", [patient]),
      Command("consent record", [patient, "--file", "-"], input: consent),
      Command("consent show", [person.consent]), Command("consent revoke", [person.consent]),
      Command("consent revoke", [person.consent, "--preview"]),
      Command("restriction list", [patient]),
      Command("restriction record", [patient, "--category", "contacts", "--answer", "we cannot"]),
      Command("disclosure list", [patient]), Command("disclosure make", ["--file", "-"], input: release),
      Command("medication allergies", [patient]), Command("medication allergy", [patient, "--none-known"]),
      Command("counselling-note list", [patient]),
      Command("counselling-note write", [patient, "--file", file]),
    ]
  }

  /// Somebody in treatment who has signed a consent, and whose care team is nobody.
  private func person(_ clinic: CommandClinic, bed: Bed.ID) async throws -> Person {
    struct Made: Decodable {
      let id: String?
      let episode_id: String?
    }
    let patient = try await clinic.patient()
    let admitted: Made = try await clinic.run(
      [
        "stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", "\(bed)",
        "--json",
      ]
    ).json()
    let signed: Made = try await clinic.run(
      ["consent", "record", patient, "--file", "-", "--json"], input: Data(#"{"kind": "specific"}"#.utf8)
    ).json()
    let scored: Made = try await clinic.run(
      [
        "screening", "record", "--instrument", "phq_2", "--patient", patient, "--answers", "1=1,2=1",
        "--json",
      ]
    ).json()
    return Person(
      patient: patient, episode: try #require(admitted.episode_id), consent: try #require(signed.id),
      screening: try #require(scored.id))
  }

  private func note() throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("What was said.\n".utf8).write(to: path)
    return path.path
  }

  /// Without the identifiers that were typed, which may be said back.
  private func blank(_ text: String, _ person: Person) -> String {
    person.ids.reduce(text) { $0.replacing($1, with: "ID") }
  }
}
