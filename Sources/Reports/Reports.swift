import Clinic
import Foundation
import Postgres
import Records

/// Cohort reports: definitions as text, figures as values.
package enum Reports {
  /// Works out a cohort's figures in one unit of work, on connections that hold up nobody else.
  ///
  /// What had happened up to `asOf` is counted: now, or `knownAt`, when nil; the future counts as now. What was on
  /// record at `knownAt` is believed, whatever was corrected since: now when nil.
  ///
  /// Throws a `Refusal` when the definition names a facility that is not there or the caller may not; otherwise
  ///   `PostgresError`, also when the time for a report is over. An empty cohort is no error.
  package static func run(
    _ definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil, on records: Records,
    as caller: Caller
  ) async throws -> CohortReport {
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: records.clock())
    return try await records.transaction(as: caller, Action(.reportRun)) { transaction in
      let places = Places(all: try await transaction.run(Places.query))
      let query = CohortQuery(definition: definition, moment: moment, places: places)
      let tallies = Query.all(try query.statement()) { try Tally($0) }
      let answer = try await transaction.run(.execute(query.settings), tallies).1
      return try CohortReport(definition, answer, at: moment, places: places)
    }
  }

  /// The statement that a definition becomes, with `$1`, `$2`, … for the instants and the words of its conditions.
  ///
  /// It is that of an organization whose facilities share one time zone, with facilities named as the definition
  /// names them.
  package static func sql(_ definition: CohortDefinition, asOf: Date, knownAt: Date? = nil) throws -> String {
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: .distantFuture)
    let places = Places(
      stubs: (definition.conditions.facilities ?? []) + (definition.exceptions.facilities ?? []))
    return try CohortQuery(definition: definition, moment: moment, places: places).statement().description
  }
}
