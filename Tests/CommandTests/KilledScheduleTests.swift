import Foundation
import Postgres
import TestSupport
import Testing

/// A service that is killed while it makes a scheduled report.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct KilledScheduleTests {
  private struct Stage {
    let clinic: CommandClinic
    let root: URL

    /// A schedule that has been due for an hour.
    init() async throws {
      clinic = try await CommandClinic()
      root = FileManager.default.temporaryDirectory.appending(path: "stepwell-kill-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
      let added = try await clinic.run([
        "report", "schedule", "add", "service_by_reason", "--every", "day", "--at", "06:00", "--facility",
        "south",
        "--folder", "daily", "--format", "csv", "--format", "html",
      ])
      #expect(added.status == 0, "\(added)")
      try await clinic.database.owner.run(
        .execute(
          "UPDATE access.report_schedule SET next_at = date_trunc('minute', now() - interval '1 hour')"))
    }

    func serve() throws -> Process {
      let process = Process()
      process.executableURL = Program.path
      process.arguments = ["serve", "--port", "0", "--report-root", root.path]
      process.environment = ProcessInfo.processInfo.environment.merging(clinic.environment) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }

    /// Serves until `moment` has come, and kills it then.
    ///
    /// Meanwhile nobody can note that the report was made, so that it is never too late.
    func killed(when moment: () -> Bool) async throws -> Process {
      try await clinic.database.owner.transaction { transaction in
        _ = try await transaction.run(Query<Int>.execute("SELECT FROM access.report_schedule FOR UPDATE"))
        let process = try serve()
        for _ in 0..<30_000 where !moment() { try await Task.sleep(for: .milliseconds(1)) }
        kill(process.processIdentifier, SIGKILL)
        await Program.ended(process)
        return process
      }
    }

    /// The names in the folder of the schedule; none when there is no folder yet.
    func files() -> [String] {
      let folder = root.appending(path: "\(clinic.database.organization)/daily").path
      return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func outputs() -> [String] { files().filter { !$0.hasPrefix(".") } }

    func text(_ name: String) throws -> String {
      let folder = root.appending(path: "\(clinic.database.organization)/daily")
      return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    var hasFolder: Bool {
      FileManager.default.fileExists(
        atPath: root.appending(path: "\(clinic.database.organization)/daily").path)
    }

    /// Expects all that has the name of an output to be whole.
    func expectWhole() throws {
      for name in outputs() {
        let text = try text(name)
        if name.hasSuffix(".csv") {
          #expect(text.hasPrefix("panel,measure,group,figure,day,value\n") && text.hasSuffix("\n"), "\(text)")
        } else {
          #expect(text.hasPrefix("<!") && text.contains("</html>"), "\(text)")
        }
      }
    }

    /// How often it was noted as made, in the schedule and in the trail.
    func notes() async throws -> [Int] {
      try await clinic.database.owner.run(
        Query<[Int]>.one(
          """
          SELECT (SELECT count(*) FROM access.report_schedule WHERE last_at IS NOT NULL)::integer AS noted,
            (SELECT count(*) FROM audit.event WHERE action = 'report.scheduled' AND outcome = 'done')::integer AS told
          """
        ) { [try $0["noted"], try $0["told"]] })
    }

    /// Waits for at most a minute.
    func wait(until isDone: () async throws -> Bool) async throws {
      for _ in 0..<1_200 {
        if try await isDone() { return }
        try await Task.sleep(for: .milliseconds(50))
      }
      Issue.record("nothing came of it within a minute")
    }

    /// Starts anew, and expects the outputs to be there once, whole, with nothing half beside them.
    func startsAnew() async throws {
      let process = try serve()
      defer { kill(process.processIdentifier, SIGKILL) }
      try await wait { try await notes() != [0, 0] }
      #expect(try await notes() == [1, 1])
      let (all, outputs) = (files(), outputs())
      try #require(all == outputs && outputs.count == 2, "\(all)")
      #expect(Set(outputs.map { $0.prefix(16) }).count == 1, "\(outputs)")
      try expectWhole()
      // It is not made again before its next time.
      try await Task.sleep(for: .seconds(1))
      #expect(try await notes() == [1, 1])
    }
  }

  /// The moments at which the report is there and nothing is written yet, its CSV is written, and all of it is.
  @Test(arguments: [0, 1, 2])
  func `killed before it noted that it was made, it leaves nothing half under a name, and is made again`(
    outputs: Int
  ) async throws {
    let stage = try await Stage()
    defer { try? FileManager.default.removeItem(at: stage.root) }

    let process = try await stage.killed { stage.hasFolder && stage.outputs().count >= outputs }

    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    #expect(stage.outputs().count >= outputs, "\(stage.files())")
    try stage.expectWhole()
    #expect(try await stage.notes() == [0, 0])
    try await stage.startsAnew()
  }
}
