import Clinic
import Foundation
import Postgres
import Records

/// Imports treatment episodes from a CSV file in the codes of a TEDS state submission.
///
/// Every record is stored or reported. All of a file is stored in one transaction: after a kill in the middle nothing
/// of it is there. A record that was imported before changes nothing. The file is read in one pass and never held in
/// memory as a whole; its records wait in a temporary table for the statements that store them.
///
/// A record begins an episode (transaction A) or goes on with that of the client's record before it (T), so a chain
/// of records becomes one episode with several stays. Dates after today are taken, because a file may end later.
package struct TEDSImport: Sendable {
  /// How many records are stored at a time, which is how often progress is told.
  static let stretch: Int32 = 20_000

  private let records: Records
  private let caller: Caller
  /// The time zone of facilities that the file brings.
  private let timeZone: TimeZone
  /// What is told of a record beyond the columns of the file, by its line.
  private let details: [Int32: TEDSDetails]

  package init(
    _ records: Records, as caller: Caller, timeZone: TimeZone = .gmt
  ) {
    self.init(records, as: caller, timeZone: timeZone, details: [:])
  }

  init(_ records: Records, as caller: Caller, timeZone: TimeZone, details: [Int32: TEDSDetails]) {
    self.records = records
    self.caller = caller
    self.timeZone = timeZone
    self.details = details
  }

  /// Reads `file`, stores what is right and reports the rest to `errors`.
  ///
  /// With `dryRun` everything is done and then undone. Throws `UnreadableFile` when the file as a whole is no such
  /// file, other refusals when the caller may not, and `PostgresError`; then nothing was stored.
  package func run(
    file: URL, errors: URL? = nil, dryRun: Bool = false,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try await run(ByteSource(file: file), errors: errors, dryRun: dryRun, progress: progress)
  }

  /// The same for bytes from anywhere.
  func run(
    _ source: ByteSource, errors: URL? = nil, dryRun: Bool = false,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    let report = try ErrorReport(errors)
    do {
      return try await records.transaction(as: caller, Action("import.teds", needs: .importRun)) {
        transaction in
        let now = records.clock()
        let facilities = try await TEDSFacilities(transaction, timeZone: timeZone, at: now)
        let file = try TEDSFile(source, details, report, facilities, at: now, progress)
        let summary = try await store(file, transaction, at: now)
        if dryRun { throw DryRun(summary: summary) }
        return summary
      }
    } catch let dryRun as DryRun {
      try await records.run(as: caller, Action("import.teds.dry-run", needs: .importRun))
      return dryRun.summary
    }
  }

  private func store(
    _ file: TEDSFile, _ transaction: borrowing Transaction, at now: Date
  ) async throws -> ImportSummary {
    for setting: SQL in ["SET LOCAL statement_timeout = 0", "SET LOCAL work_mem = '128MB'"] {
      try await transaction.run(.execute(setting))
    }
    try await file.stage(transaction)
    if !details.isEmpty { try await transaction.run(.execute(TEDSDetails.stage(details))) }
    for statement in [TEDSResolving.createRefused, TEDSResolving.refuseDuplicates] {
      try await transaction.run(.execute(statement))
    }
    let unchanged = try await transaction.run(Query<Int>.one(TEDSResolving.skipKnown) { try $0["unchanged"] })
    for statement in TEDSResolving.chains { try await transaction.run(.execute(statement)) }
    try await file.facilities.open(transaction, at: now)
    let stored = try await storeStretches(file, transaction, at: now)
    let diagnoses = details.compactMapValues(\.diagnosis)
    if !diagnoses.isEmpty {
      try await transaction.run(.execute(TEDSStoring.diagnoses(diagnoses, at: now)))
    }
    try await file.reportRefused(transaction)
    return ImportSummary(read: file.read, stored: stored, unchanged: unchanged, rejected: file.rejected)
  }

  private func storeStretches(
    _ file: TEDSFile, _ transaction: borrowing Transaction, at now: Date
  ) async throws -> Int {
    let (count, last) = try await transaction.run(
      Query<(Int, Int32)>.one("SELECT count(*) AS rows, coalesce(max(ordinal), 0) AS last FROM staged") {
        (try $0["rows"], try $0["last"])
      })
    var stored = 0
    file.meter.restart()
    for start in stride(from: 0, through: last, by: Int(Self.stretch)) {
      let stretch = TEDSStoring(now: now, ordinals: start..<start + Self.stretch)
      for statement in stretch.statements { try await transaction.run(.execute(statement)) }
      stored += try await transaction.run(.execute(stretch.rows))
      file.meter.report(.storing, stored, of: count)
    }
    return stored
  }

  /// Undoes the transaction of a dry run and carries its result out of it.
  private struct DryRun: Error {
    let summary: ImportSummary
  }
}
