import Foundation
import TestSupport
import Testing

/// What whoever typed it is told of a report that takes longer than there is time for.
@Suite(.database, .timeLimit(.minutes(10)))
struct ReportTimeCommandTests {
  private struct Problem: Decodable {
    let type: String
    let exit_status: Int
    let plan: String
  }

  private func slowClinic() async throws -> CommandClinic {
    let clinic = try await CommandClinic()
    let admitted = try await clinic.run([
      "stage", "admit", "--patient", clinic.patient(), "--to", "detox", "--level", "3.7-WM", "--bed",
      "north/detox/D-01",
    ])
    #expect(admitted.status == 0, "\(admitted)")
    try await clinic.database.delayReading(of: "clinic.stay_fact")
    return clinic
  }

  private static let members = [
    "cohort", "members", "--measure", "retention", "--figure", "count", "retention_by_stage",
  ]

  @Test(arguments: [
    ["cohort", "report", "retention_by_stage"], ["report", "run", "retention_by_stage"], members,
    members + ["--export", "/tmp/\(UUID().uuidString).csv"],
  ])
  func `a report that takes too long ends with its plan, and no figures`(command: [String]) async throws {
    let clinic = try await slowClinic()
    let arguments = command + ["--time-limit", "1"]

    let told = try await clinic.run(arguments)
    #expect(told.status == 69 && told.output.isEmpty, "\(told)")
    #expect(told.errors.contains("it may take 1 second."), "\(told)")
    #expect(told.errors.contains("what to do: Narrow it"), "\(told)")
    let plan = told.errors.split(separator: "\n").drop { !$0.contains("plan of the database") }.dropFirst()
    #expect(plan.contains { $0.contains("Scan") && $0.contains("stay_fact") }, "\(told)")
    #expect(plan.allSatisfy { $0.hasPrefix("    ") }, "\(told)")

    let problem = try await clinic.run(arguments + ["--json"]).problem(Problem.self)
    #expect(problem.type == "/problems/too-slow" && problem.exit_status == 69)
    #expect(problem.plan.contains("Scan"))
  }

  @Test(arguments: ["0", "-1", "3601", "soon"])
  func `a limit that is none is refused`(limit: String) async throws {
    let clinic = try await CommandClinic()
    let outcome = try await clinic.run(["cohort", "report", "retention_by_stage", "--time-limit", limit])
    #expect(outcome.status == 64, "\(outcome)")
  }

  @Test func `who breaks off a report ends its statement on the server`() async throws {
    let clinic = try await slowClinic()
    let folder = FileManager.default.temporaryDirectory.appending(path: "stepwell-break-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = try Program.start(
      ["cohort", "report", "retention_by_stage"], in: folder, environment: clinic.environment)
    for _ in 0..<500 where try await clinic.database.readers(of: "clinic.stay_fact") == 0 {
      try await Task.sleep(for: .milliseconds(20))
    }

    kill(process.processIdentifier, SIGINT)
    await Program.ended(process)

    for _ in 0..<100 where try await clinic.database.readers(of: "clinic.stay_fact") > 0 {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try await clinic.database.readers(of: "clinic.stay_fact") == 0)
    #expect(try Program.text(folder, "output").isEmpty)
  }
}
