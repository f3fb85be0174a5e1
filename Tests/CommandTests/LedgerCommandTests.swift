import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// The ledger by command: rules, late and planned moves, corrections, handing over.
@Suite(.database, .timeLimit(.minutes(10)))
struct LedgerCommandTests {
  private struct Moved: Decodable {
    let episode_id: String
    let move_id: String
    let state: String
    let planned: Bool
  }
  private struct Rule: Decodable {
    let change: String
    let from: String
  }
  private struct Problem: Decodable {
    let type: String
    let detail: String
    let remedy: String
  }

  private func admitted(_ clinic: CommandClinic, bed: String = "north/detox/D-01") async throws -> String {
    let patient = try await clinic.patient()
    let outcome = try await clinic.run(
      [
        "stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", bed, "--at",
        "9 days ago", "--cause", "call of 3 June",
      ])
    #expect(outcome.status == 0, "\(outcome)")
    return patient
  }

  @Test func `the service is said where the level leaves a choice, and corrected`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await admitted(clinic)
    func services() async throws -> [Int16] {
      try await clinic.database.owner.run(
        Query<[Int16]>.all(
          """
          SELECT coalesce(service, 0)::smallint AS service
          FROM clinic.stay_fact
          WHERE known_to = 'infinity'
          ORDER BY lower(valid)
          """
        ) { try $0["service"] })
    }
    let move = [
      "stage", "move", "--patient", patient, "--to", "residential", "--level", "3.5", "--bed",
      "north/residential/R-01", "--at", "2 days ago",
    ]

    let wrong = try await clinic.run(move + ["--service", "outpatient"])
    #expect(wrong.status == 65, "\(wrong)")
    let moved = try await clinic.run(move + ["--service", "residential-short-term"])
    #expect(moved.status == 0, "\(moved)")
    #expect(try await services().last == 4)
    let corrected = try await clinic.run([
      "stage", "correct", "--patient", patient, "--service", "05", "--reason", "stayed for longer",
    ])
    #expect(corrected.status == 0, "\(corrected)")
    #expect(try await services().last == 5)
  }

  @Test func `a rules file is tried, loaded, drawn and taken back`() async throws {
    let clinic = try await CommandClinic()
    let shipped = try await clinic.run(["stage", "rules", "print"]).output
    let ours = Data(
      shipped.replacing(
        #"{ from: residential, event: leave, to: residential_leave, needs: [reason] }"#,
        with:
          #"{ from: residential, event: leave, to: residential_leave, needs: [reason], roles: [director] }"#
      ).replacing(#"version: "1""#, with: #"version: "ours""#).utf8)

    let dry = try await clinic.run(["stage", "rules", "load", "-", "--dry-run", "--json"], input: ours)
    #expect(try dry.json([Rule].self).map(\.change) == ["changed"], "\(dry)")
    #expect(try await clinic.run(["stage", "rules"]).output.hasPrefix("Version 1\n"))
    #expect(try await clinic.run(["stage", "rules", "load", "-"], input: ours).status == 0)
    #expect(try await clinic.run(["stage", "rules"]).output.hasPrefix("Version ours\n"))
    let picture = try await clinic.run(["stage", "rules", "--svg"]).output
    #expect(picture.hasPrefix("<svg") && picture.contains("<desc") && picture.contains("version ours"))
    #expect(try await clinic.run(["stage", "rules", "load"]).output.contains("in force"))
    #expect(try await clinic.run(["stage", "rules"]).output.hasPrefix("Version 1\n"))
  }

  @Test func `a rules file with moves that only go round is refused with its line, and changes nothing`()
    async throws
  {
    let clinic = try await CommandClinic()
    let before = try await clinic.content()
    let wrong = """
      version: "2"
      rules:
        - { from: none, event: admit, to: detox }
        - { from: detox, event: leave, to: detox_leave }
        - { from: detox_leave, event: return, to: detox }
      """

    let outcome = try await clinic.run(["stage", "rules", "load", "-", "--json"], input: Data(wrong.utf8))

    #expect(outcome.status == 65)
    let problem: Problem = try outcome.problem()
    #expect(problem.type == "/problems/invalid-file" && problem.detail.contains("-:3:"), "\(problem)")
    #expect(problem.detail.contains("only go round") && problem.remedy.contains("discharge"))
    #expect(try await clinic.content() == before)
  }

  @Test func `a move is planned, shown as planned, and withdrawn`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await admitted(clinic)

    let moved: Moved = try await clinic.run(
      [
        "stage", "move", "--patient", patient, "--to", "residential", "--level", "3.5", "--bed",
        "north/residential/R-01", "--at", "in 2 days", "--planned", "--json",
      ]
    ).json()
    #expect(moved.planned && moved.state == "residential")
    let history = try await clinic.run(["stage", "history", "--patient", patient]).output
    #expect(
      history.contains("in detox") && history.contains("transfer +") && history.contains("call of 3 June"))
    #expect(try await clinic.run(["patient", "show", patient]).output.contains("transfer planned"))
    #expect(try await clinic.run(["stage", "withdraw", "--patient", patient]).status == 0)
    let again = try await clinic.run(["stage", "withdraw", "--patient", patient])
    #expect(again.status == 65 && again.errors.contains("not planned"), "\(again)")
  }

  @Test func `a late leave, a preview and a correction with another bed`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await admitted(clinic)
    let moved = try await clinic.run(
      [
        "stage", "move", "--patient", patient, "--to", "residential", "--level", "3.5", "--bed",
        "north/residential/R-01", "--at", "2 days ago",
      ])
    #expect(moved.status == 0, "\(moved)")
    let late = try await clinic.run(
      [
        "stage", "leave", "--patient", patient, "--reason", "to court", "--at", "5 days ago", "--back",
        "4 days ago",
      ])
    #expect(late.status == 0, "\(late)")
    let wrong = [
      "stage", "correct", "--patient", patient, "--move", "2", "--happened", "3 days ago", "--reason", "typo",
    ]

    let preview = try await clinic.run(wrong + ["--bed", "north/residential/R-02", "--preview"])

    #expect(preview.status == 0 && preview.output.contains("Residential/R-02"), "\(preview)")
    #expect(try await clinic.run(["stage", "history", "--patient", patient]).output.contains("version  3"))
    let done = try await clinic.run(wrong + ["--bed", "north/residential/R-02"])
    #expect(done.status == 0, "\(done)")
    #expect(
      try await clinic.run(["stage", "history", "--patient", patient]).output.contains("Residential/R-02"))
    let impossible = try await clinic.run(
      [
        "stage", "correct", "--patient", patient, "--move", "3", "--happened", "6 hours ago", "--reason",
        "typo",
      ])
    #expect(impossible.status == 65, "\(impossible)")
  }

  @Test func `an episode that was taken out is found by its number, and put back`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await admitted(clinic)
    struct Corrected: Decodable { let episode_id: String }
    let episode = try await
      (clinic.run(
        [
          "stage", "correct", "--patient", patient, "--move", "last", "--never-happened", "--reason",
          "other person",
          "--json",
        ]
      ).json() as Corrected).episode_id
    #expect(try await clinic.run(["stage", "history", episode]).status == 66)
    let lost = try await clinic.run(["stage", "history", episode, "--all"])
    #expect(lost.status == 0 && lost.output.contains("taken out") && lost.output.contains("admit"), "\(lost)")

    let restored = try await clinic.run(["stage", "restore", episode, "--reason", "the right one after all"])

    #expect(restored.status == 0 && restored.output.contains("counts again: in detox"), "\(restored)")
    #expect(try await clinic.run(["stage", "history", "--patient", patient]).output.contains("in detox"))
    let again = try await clinic.run(["stage", "restore", episode, "--reason", "again"])
    #expect(again.status == 75 && again.errors.contains("not taken out"), "\(again)")
  }

  @Test func `somebody is handed over to another facility`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await admitted(clinic)
    struct Request: Decodable { let id: String }
    let request: Request = try await clinic.run(
      [
        "transfer", "request", "--patient", patient, "--to", "south", "--stage", "residential", "--reason",
        "home", "--json",
      ]
    ).json()
    #expect(try await clinic.run(["transfer", "list"]).output.contains(request.id))
    let acceptor = try await clinic.database.staff(
      of: [.nurse], in: clinic.database.south.id, until: Date().addingTimeInterval(3_600)
    ).token.text

    let accepted = try await clinic.run(
      ["transfer", "accept", request.id, "--level", "3.5", "--bed", "R-01"], token: acceptor)

    #expect(accepted.status == 0 && accepted.output.contains("in residential"), "\(accepted)")
    #expect(try await clinic.run(["transfer", "list"]).output == "No request is open.\n")
    let chart = try await clinic.run(["patient", "show", patient]).output
    #expect(chart.contains("transferred") && chart.contains("0 d"))
  }
}
