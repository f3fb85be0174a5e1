import Clinic
import Foundation
import Postgres
import Records

/// The report of a month to the state: its records, what is wrong with them, and what is sent.
///
/// It tells of everything from the day on which a facility began to report up to the end of the month: what the state
/// does not have yet is added, what it has differently is changed, and what it has and is no longer so is deleted.
package struct TEDSReport: Sendable {
  /// How many spells are read at a time.
  static let stretch: Int32 = 5_000

  let records: Records
  let caller: Caller

  package init(_ records: Records, as caller: Caller) {
    self.records = records
    self.caller = caller
  }

  /// No facility of those asked about reports to a state.
  package struct NobodyReports: Refusal, Hashable {
    package var code: String { "nobody-reports" }
    package var message: String { "No facility that you work in reports to a state." }
    package var remedy: String { "Say to which one it reports: stepwell teds enrol FACILITY --help" }
    package var kind: RefusalKind { .invalid }
  }

  /// Puts the month together in the temporary tables of a transaction, and calls `take` with each draft.
  func compile(
    _ month: TEDSMonth, of facilities: [Facility.ID], _ transaction: borrowing Transaction,
    progress: @escaping (ImportProgress) -> Void, take: (TEDSDraft) throws -> Void,
    flush: (borrowing Transaction) async throws -> Void
  ) async throws {
    let now = records.clock()
    let known = try TEDSServices.shipped().lines.map {
      (edition: $0.edition, level: $0.level, service: $0.service)
    }
    let spells = ReportedSpells(of: facilities, until: month.next, at: now, services: known)
    for setting: SQL in ["SET LOCAL statement_timeout = 0", "SET LOCAL work_mem = '128MB'"] {
      try await transaction.run(.execute(setting))
    }
    for statement in spells.statements { try await transaction.run(.execute(statement)) }
    let count = try await transaction.run(ReportedSpells.count)
    var drafting = TEDSDrafting(
      composer: try TEDSComposer(month: month.first), until: month.next,
      // Somewhere it may be tomorrow already.
      latest: Day(of: now, in: .gmt).adding(days: 1))
    var meter = ProgressMeter(progress)
    for start in stride(from: 1, through: count, by: Int(Self.stretch)) {
      let end = min(start + Self.stretch - 1, count)
      for spell in try await transaction.run(ReportedSpells.read(start...end)) {
        if let draft = drafting.draft(of: spell) { try take(draft) }
      }
      try await flush(transaction)
      meter.report(.reading, Int(end), of: Int(count))
    }
  }

  /// The facilities that the report is of; throws `NobodyReports` where there is none.
  func facilities(
    _ asked: [Facility.ID]?, _ transaction: borrowing Transaction
  ) async throws -> [Facility.ID] {
    let facilities = try await transaction.run(ReportedSpells.reporting(asked))
    guard !facilities.isEmpty else { throw NobodyReports() }
    // Only now, because it makes the caller work everywhere for the rest of the unit.
    try await transaction.run(ReportedSpells.open)
    return facilities
  }
}
