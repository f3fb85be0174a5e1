import Clinic
import Foundation
import Records
import TestSupport
import Testing

/// Every wrong thing that people and programs type: its exit status, what is said, and that nothing changes.
@Suite(.database, .timeLimit(.minutes(10)))
struct BadInputTests {
  struct Problem: Decodable {
    let type: String
    let exit_status: Int32
    let detail: String
    let field: String?
    let value: String?
    let remedy: String
  }

  @Test func `wrong intakes are refused by name of the field`() async throws {
    let clinic = try await CommandClinic()
    let before = try await clinic.content()

    for wrong in WrongIntake.all(facility: clinic.database.north.id) {
      let outcome = try await clinic.run(["intake", "record", "--file", "-", "--json"], input: wrong.body)

      try expect(outcome, status: wrong.status, code: wrong.code, field: wrong.field, of: wrong.what)
      #expect(try await clinic.content() == before, "\(wrong.what)")
    }
  }

  @Test func `wrong commands are refused and change nothing`() async throws {
    let clinic = try await CommandClinic()
    let (patient, other) = (try await clinic.patient(), try await clinic.patient())
    let admission = ["--to", "detox", "--level", "3.7", "--bed", "north/detox/D-01"]
    let admitted = try await clinic.run(["stage", "admit", "--patient", patient] + admission)
    #expect(admitted.status == 0, "\(admitted.errors)")
    let before = try await clinic.content()
    let unknown = UUID().uuidString.lowercased()

    let wrong: [(arguments: [String], status: Int32, code: String, field: String?)] = [
      (["patient", "show", unknown], 66, "not-found", nil),
      (["stage", "history", unknown], 66, "not-found", nil),
      (
        ["screening", "record", "--instrument", "phq_2", "--patient", unknown, "--answers", "1=0"], 66,
        "not-found", "patient_id"
      ),
      (["bed", "hold", "north/detox/Z-9", "--until", "in 1 hour"], 66, "not-found", nil),
      (["facility", "open", "north", "--zone", "UTC"], 75, "facility-exists", "slug"),
      (["serve", "--host", "0.0.0.0"], 65, "exposed-address", "host"),
      (["serve", "--host", "192.0.2.1", "--behind-proxy"], 69, "cannot-listen", nil),
      (["board", "--facility", "nowhere"], 66, "not-found", nil),
      (["cohort", "report", "nothing_like_it"], 66, "unknown-definition", "definition"),
      (["stage", "admit", "--patient", other] + admission, 75, "bed-taken", "bed_id"),
      (["bed", "hold", "north/detox/D-01", "--until", "in 1 hour"], 75, "bed-taken", "bed_id"),
      (
        [
          "stage", "admit", "--patient", patient, "--to", "aftercare", "--level", "1.5", "--facility",
          "north",
        ], 75, "episode-open", "patient_id"
      ),
      (["stage", "return", "--patient", patient], 65, "illegal-move", "event"),
      (["stage", "complete", "--patient", patient, "--if-version", "9"], 75, "stale", nil),
      (
        ["stage", "complete", "--patient", patient, "--at", "in 3 days"], 65, "move-out-of-time",
        "effective_at"
      ),
      (
        [
          "stage", "move", "--patient", patient, "--to", "residential", "--level", "9.9", "--bed",
          "north/R-01",
        ], 65, "unknown-level", "level"
      ),
      (["stage", "complete", "--patient", patient, "--at", "2026-02-30 10:00"], 65, "invalid-time", "at"),
      (["bed", "hold", "north/detox/D-02", "--until", "1 hour ago"], 65, "end-before-start", "until"),
      (["bed", "hold", "north/detox/D-02", "--until", "in 9 days"], 65, "hold-too-long", "until"),
      (["bed", "block", "north/detox/D-02"], 64, "usage", nil),
      (["bed", "block", "north/detox/D-02", "--cause", "ghosts"], 64, "usage", nil),
      (["bed", "plan", "north/detox/D-02", "--arrival", "now", "--until", "in 1 hour"], 64, "usage", nil),
      (["bed", "move", "south/detox/D-02", "--patient", patient], 65, "bed-elsewhere", "bed_id"),
      (["bed", "move", "north/detox/D-02", "--patient", unknown], 66, "not-found", nil),
      (["bed", "list", "--tag", "accesible"], 65, "unknown-tag", "tag"),
      (["bed", "list", "--for", "ladies"], 64, "usage", nil),
      (["facility", "load", "/nowhere/file.yaml"], 66, "no-such-file", nil),
      (["bed", "hold", "D-02", "--until", "in 1 hour"], 65, "ambiguous-bed", "bed"),
      (
        ["screening", "record", "--instrument", "phq_2", "--patient", patient, "--answers", "1=7"], 65,
        "answer-out-of-range", "answers.1"
      ),
      (
        ["screening", "record", "--instrument", "phq_77", "--patient", patient, "--answers", "1=1"], 65,
        "unknown-instrument", "instrument"
      ),
      (["enquiry", "log", "--about", String(repeating: "x", count: 201)], 65, "text-too-long", "about"),
      (["enquiry", "log", "--about", "Zz\u{7}bell"], 65, "control-character", "about"),
      (["enquiry", "log", "--at", "in 1 day"], 65, "date-in-future", "received_at"),
      (["patient", "find", String(repeating: "x", count: 300)], 65, "text-too-long", "q"),
      (["import", "teds", "/nowhere/file.csv"], 66, "no-such-file", nil),
      (["stage", "admit", "--patient", "me", "--to", "detox"], 64, "usage", nil),
      (["stage", "admit", "--patient", other, "--to", "heaven"], 64, "usage", nil),
      (["bed", "hold"], 64, "usage", nil),
      (["no-such-command"], 64, "usage", nil),
    ]
    for (arguments, status, code, field) in wrong {
      let outcome = try await clinic.run(arguments + ["--json"])

      try expect(outcome, status: status, code: code, field: field, of: arguments.joined(separator: " "))
    }
    #expect(try await clinic.content() == before)
  }

  @Test func `another organization's records do not exist`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    var random = SystemRandomNumberGenerator()
    let stranger = try await Founding.found(
      clinic.database.owner, organization: Line("Others"), handle: "eve", staffName: Line("Eve"),
      roles: [.administrator, .director], sessionDays: 3_650,
      at: TestDatabase.now.addingTimeInterval(-86_400 * 400),
      random: &random)

    for arguments in [["patient", "show", patient], ["stage", "history", "--patient", patient]] {
      let outcome = try await clinic.run(arguments + ["--json"], token: stranger.token.text)

      try expect(outcome, status: 66, code: "not-found", field: nil, of: arguments[0])
    }
  }

  @Test func `whoever is not signed in may do nothing`() async throws {
    let clinic = try await CommandClinic()

    let outcome = try await clinic.run(["board", "--json"], token: "swt_wrong")

    try expect(outcome, status: 77, code: "not-signed-in", field: nil, of: "board")
  }

  @Test func `a database that is not there is said so`() async throws {
    let outcome = try await Program.run(
      ["board", "--json", "--database-url", "host=/nowhere dbname=none", "--token", "swt_any"])

    try expect(outcome, status: 69, code: "database-unavailable", field: nil, of: "board")
  }

  /// The error stream holds one problem, with what to do; the standard output nothing.
  private func expect(
    _ outcome: Program.Outcome, status: Int32, code: String, field: String?, of what: String
  ) throws {
    #expect(outcome.status == status, "\(what): \(outcome.errors)")
    #expect(outcome.output.isEmpty, "\(what)")
    let problem: Problem = try outcome.problem()
    #expect(problem.type == "/problems/\(code)", "\(what): \(outcome.errors)")
    #expect(problem.exit_status == status)
    #expect(problem.field == field, "\(what): \(outcome.errors)")
    #expect(!problem.detail.isEmpty && !problem.remedy.isEmpty)
  }
}
