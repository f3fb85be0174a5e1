import Clinic
import Foundation
import Postgres
import Records

/// Somebody whom a figure of a report counts.
package struct FigureMember: Hashable, Sendable {
  package let patientID: Patient.ID
  package let name: String?
  /// The episode that is counted; nil for an enquiry that led to none.
  package let episodeID: Episode.ID?
  package let panel: String?
  package let group: String?
}

/// The people behind a figure, of those whose charts are open to whoever asks.
package struct FigureMembers: Hashable, Sendable {
  package let members: [FigureMember]
  /// Whether there are more than were asked for.
  package let hasMore: Bool
  /// How many people are not told of, because their consent does not cover the purpose.
  package let leftOut: Int
}

/// How many lines an export has, and of how many people it has none, because their consent does not cover the purpose.
package struct ExportedMembers: Hashable, Sendable {
  package let members: Int
  package let leftOut: Int
}

extension Records {
  /// The people behind a figure, at most `limit`; the audit trail names them.
  ///
  /// It takes the right to run reports, as the door, to see small counts and to read charts; who is behind a closed chart is
  /// not in the list. Where the caller's purpose leaves the clinic, who has not consented to that is not, either.
  /// Throws ``UnknownCell`` when there is no such figure, and ``ReportTooSlow`` when it is not done within `time`.
  package func members(
    of cell: Cell, in definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil,
    limit: Int = 1_000, within time: Duration? = nil, as caller: Caller
  ) async throws -> FigureMembers {
    let now = clock()
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: now)
    let consent = MemberConsent(for: caller.purpose, at: now)
    return try await reporting(
      as: caller, Action("report.members", needs: .patientRead),
      naming: { Array(Set($0.members.map(\.patientID))) }
    ) { transaction in
      let query = try await query(definition, moment, time, in: transaction)
      let leftOut = try await leftOut(of: cell, query, consent, in: transaction)
      let found = try await transaction.work(
        Query.all(query.list(of: cell, consent, limit: limit + 1)) { try query.member($0) }, of: query)
      return FigureMembers(
        members: Array(found.prefix(limit)), hasMore: found.count > limit, leftOut: leftOut)
    }
  }

  /// Gives the people behind a figure as lines of CSV, as they come: never more than a few thousand are held at once.
  ///
  /// The audit trail names all of them. Throws as ``members(of:in:asOf:knownAt:limit:within:as:)`` does, and what
  /// `write` throws.
  package func exportMembers(
    of cell: Cell, in definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil,
    within time: Duration? = nil, as caller: Caller, write: ([UInt8]) throws -> Void
  ) async throws -> ExportedMembers {
    let now = clock()
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: now)
    let consent = MemberConsent(for: caller.purpose, at: now)
    return try await reporting(
      as: caller, Action("report.members.export", needs: .patientRead), namingThose: { $0.people }
    ) { transaction in
      let query = try await query(definition, moment, time, in: transaction)
      let leftOut = try await leftOut(of: cell, query, consent, in: transaction)
      let lines = try query.lines(of: cell, consent)
      _ = try await transaction.run(.execute(query.settings))
      let start = ContinuousClock.now
      do {
        let count = try await export(lines, from: transaction, write: write)
        return (
          exported: ExportedMembers(members: count, leftOut: leftOut),
          people: try query.people(behind: cell, consent)
        )
      } catch {
        throw Overdue(error, lines, of: query, since: start) ?? error
      }
    }.exported
  }

  private func leftOut(
    of cell: Cell, _ query: CohortQuery, _ consent: MemberConsent?, in transaction: borrowing Transaction
  ) async throws -> Int {
    guard let consent else { return 0 }
    return try await transaction.work(query.leftOut(of: cell, consent), of: query)
  }

  private func export(
    _ lines: SQL, from transaction: borrowing Transaction, write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    var (count, buffer) = (0, Array("patient_id,episode_id,panel,group,name\n".utf8))
    for try await line in transaction.stream(lines, { try $0["line"] as String }) {
      count += 1
      buffer += line.utf8
      buffer.append(UInt8(ascii: "\n"))
      if buffer.count > 262_144 {
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try write(buffer)
    return count
  }

  private func query(
    _ definition: CohortDefinition, _ moment: Moment, _ limit: Duration?,
    in transaction: borrowing Transaction
  ) async throws -> CohortQuery {
    // How many there are is a count like any other.
    let insist: SQL = """
      SELECT access.insist(access.holds_everywhere('report.cells', \(clock())), 'SW002', 'report.cells')
      """
    let places = try await transaction.run(Query<Int>.execute(insist), Places.query).1
    return CohortQuery(definition: definition, moment: moment, places: Places(all: places), limit: limit)
  }
}
