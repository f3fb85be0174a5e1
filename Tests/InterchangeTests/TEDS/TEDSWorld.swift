import Clinic
import Foundation
import Postgres
import Records
import TestSupport

@testable import Interchange

/// Episodes of a test that are reported to a state.
struct TEDSWorld {
  let database: TestDatabase
  let records: Records
  let caller: Caller

  init(as caller: Caller? = nil) throws {
    database = try TestDatabase.required()
    records = database.records
    self.caller = caller ?? database.caller
  }

  var report: TEDSReport { TEDSReport(records, as: caller) }

  /// Imports the records and enrols their facility from January 2024 on.
  func take(_ file: EpisodeFile, zone: TimeZone = .gmt) async throws {
    _ = try await TEDSImport(records, as: caller, timeZone: zone).run(file.source)
    try await enrol()
  }

  func enrol(_ provider: String = "P1", state: String = "NY") async throws {
    let id = try await database.owner.run(
      Query<Facility.ID>.one(
        """
        SELECT id FROM clinic.facility AS f
        WHERE provider_code = \(provider) AND NOT EXISTS (
          SELECT FROM clinic.teds_reporter AS r WHERE r.facility_id = f.id AND r.known_to = 'infinity')
        """
      ) { try $0["id"] })
    try await report.enrol(
      try TEDSReporter(
        facilityID: id, state: state, provider: provider, agency: Line("State Office"),
        authority: Line("State law 1"), from: TEDSMonth("2024-01")))
  }

  func export(_ month: String = "2024-03") async throws -> TEDSSubmission {
    try await report.export(try TEDSMonth(month), id: TestDatabase.new())
  }

  /// The lines of both files.
  func lines(of submission: TEDSSubmission) async throws -> (admissions: [String], discharges: [String]) {
    var files: [[String]] = []
    for kind in TEDSLayout.Kind.allCases {
      var bytes = Data()
      try await report.bytes(of: submission.id, kind) { bytes.append($0) }
      files.append(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
    }
    return (files[0], files[1])
  }

  func answer(_ text: String) async throws -> TEDSAnswers {
    let file = "submission,kind,line,outcome,reason\n" + text
    return try await report.acknowledge { try TEDSAcknowledgement(ByteSource(Array(file.utf8))) }
  }

  func change(_ sql: SQL) async throws { _ = try await database.owner.run(.execute(sql)) }

  /// The rows of a query as the owner sees them, each as one text.
  func rows(_ sql: SQL) async throws -> [String] {
    try await database.owner.run(.all("SELECT row::text AS text FROM (\(sql)) AS row") { try $0["text"] })
  }
}
