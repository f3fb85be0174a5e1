import Foundation
import Postgres
import TestSupport
import Testing

/// An import that is killed: by the operating system, a power cut, or a tired hand.
@Suite(.database, .timeLimit(.minutes(10)))
struct KilledImportTests {
  private static let records = 3_000

  @Test func `a kill in the middle leaves nothing, and the same command again stores all of it`() async throws
  {
    let clinic = try await CommandClinic()
    let folder = FileManager.default.temporaryDirectory.appending(path: "stepwell-kill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "episodes.csv")
    try Self.text.write(to: file, atomically: true, encoding: .utf8)
    let command = ["import", "teds", file.path, "--json"]
    let before = try await clinic.content()

    var killed = 0
    for pause in [50, 150, 300, 600, 1_000] {
      let process = try Program.start(command, in: folder, environment: clinic.environment)
      try await Task.sleep(for: .milliseconds(pause))
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        killed += 1
      }
      await Program.ended(process)
      try await Self.backendsEnded(clinic)
      if process.terminationReason == .uncaughtSignal {
        #expect(try await clinic.content() == before, "killed after \(pause) ms")
      }
    }
    #expect(killed > 0)

    struct Summary: Decodable { let read: Int, stored: Int, unchanged: Int, rejected: Int }
    let whole = try await clinic.run(command)
    let summary = try whole.json(Summary.self)
    #expect(whole.status == 0 && summary.read == Self.records, "\(whole)")
    #expect(summary.stored + summary.unchanged == Self.records && summary.rejected == 0)
    let stored = try await clinic.database.owner.run(
      Query<Int>.one("SELECT count(*)::integer AS count FROM clinic.import_row") { try $0["count"] })
    #expect(stored == Self.records)
  }

  /// Waits until the server has noticed that the killed command is gone, and has undone its work.
  private static func backendsEnded(_ clinic: CommandClinic) async throws {
    for _ in 0..<200 {
      let left = try await clinic.database.owner.run(
        Query<Int>.one(
          """
          SELECT count(*)::integer AS count FROM pg_stat_activity
          WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
          """
        ) { try $0["count"] })
      if left == 0 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Residential stays of 30 days, each of another person.
  private static var text: String {
    let header =
      "provider_id,client_id,co_dependent,transaction,admission_date,prior_episodes,referral_source,birth_date,sex,race,"
      + "ethnicity,education,employment,sub1,route1,freq1,age1,sub2,route2,freq2,age2,sub3,route3,freq3,age3,service,mat,"
      + "detailed1,detailed2,detailed3,pregnant,veteran,living,income,insurance,marital,days_waiting,arrests,self_help,"
      + "last_contact_date,discharge_date,reason,service_d,sub1_d,freq1_d,employment_d,living_d,arrests_d,self_help_d"
    let lines = (1...records).map {
      "P1,C\($0),2,A,2024-03-01,1,07,1994-01-15,1,05,05,12,97,02,01,05,16,20,03,03,24,01,96,96,96,05,6,0201,2004,9996,"
        + "6,2,03,98,21,01,007,96,01,2024-03-31,2024-03-31,01,05,02,01,01,03,00,03"
    }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }
}
