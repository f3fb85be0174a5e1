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
  /// Throws a `Refusal` when the definition names a facility that is not there or the caller may not, ``ReportTooSlow``
  /// when it is not done within `limit`, and otherwise a `PostgresError`. An empty cohort is no error.
  package static func run(
    _ definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil,
    within limit: Duration? = nil, on records: Records, as caller: Caller
  ) async throws -> CohortReport {
    let moment = Moment(asOf: asOf, knownAt: knownAt, now: records.clock())
    return try await records.reporting(as: caller, Action(.reportRun)) { transaction in
      let places = Places(all: try await transaction.run(Places.query))
      return try await Asked(definition: definition, moment: moment, places: places, limit: limit)
        .report(in: transaction)
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
