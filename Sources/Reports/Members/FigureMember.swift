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
}

extension Records {
  /// The people behind a figure, at most `limit`; the audit trail names them.
  ///
  /// It takes the right to run reports, as the door, and to read charts; who is behind a closed chart is not in the list.
  /// Throws ``UnknownCell`` when there is no such figure.
  package func members(
    of cell: Cell, in definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil,
    limit: Int = 1_000, as caller: Caller
  ) async throws -> FigureMembers {
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: clock())
    return try await planning(as: caller) {
      try await transaction(
        as: caller, Action("report.members", needs: .patientRead),
        naming: { Array(Set($0.members.map(\.patientID))) }
      ) { transaction in
        let query = try await query(definition, moment, in: transaction)
        let found = try await transaction.work(
          Query.all(query.list(of: cell, limit: limit + 1)) { try query.member($0) }, of: query)
        return FigureMembers(members: Array(found.prefix(limit)), hasMore: found.count > limit)
      }
    }
  }

  /// Gives the people behind a figure as lines of CSV, as they come: never more than a few thousand are held at once.
  ///
  /// The audit trail names all of them. Answers how many there were. Throws as
  /// ``members(of:in:asOf:knownAt:limit:as:)`` does, and what `write` throws.
  package func exportMembers(
    of cell: Cell, in definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil,
    as caller: Caller, write: ([UInt8]) throws -> Void
  ) async throws -> Int {
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: clock())
    return try await planning(as: caller) {
      try await transaction(
        as: caller, Action("report.members.export", needs: .patientRead), namingThose: { $0.people }
      ) { transaction in
        let query = try await query(definition, moment, in: transaction)
        let lines = try query.lines(of: cell)
        _ = try await transaction.run(.execute(query.settings))
        let start = ContinuousClock.now
        do {
          let count = try await export(lines, from: transaction, write: write)
          return (count: count, people: try query.people(behind: cell))
        } catch {
          throw Overdue(error, lines, of: query, since: start) ?? error
        }
      }
    }.count
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
    _ definition: CohortDefinition, _ moment: Moment, in transaction: borrowing Transaction
  ) async throws -> CohortQuery {
    CohortQuery(
      definition: definition, moment: moment, places: Places(all: try await transaction.run(Places.query)))
  }
}
