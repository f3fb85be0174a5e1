import Clinic
import Postgres
import Records

extension Records {
  /// Works on a report in one unit of work; where its time is over, the error has the plan of what was stopped.
  ///
  /// - Throws: ``ReportTooSlow``, and whatever `work` throws.
  func reporting<Result: Sendable>(
    as caller: Caller, _ action: Action, _ work: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await planning(as: caller) { try await transaction(as: caller, action, work) }
  }

  /// The same, of which the audit row names the persons that the report turned out to tell of.
  func reporting<Result: Sendable>(
    as caller: Caller, _ action: Action, naming patients: @Sendable (Result) -> [Patient.ID],
    _ work: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await planning(as: caller) { try await transaction(as: caller, action, naming: patients, work) }
  }

  /// The same, of which the audit row names whom a statement with the column patient_id finds.
  func reporting<Result: Sendable>(
    as caller: Caller, _ action: Action, namingThose found: @Sendable (Result) -> SQL,
    _ work: (borrowing Transaction) async throws -> Result
  ) async throws -> Result {
    try await planning(as: caller) { try await transaction(as: caller, action, namingThose: found, work) }
  }

  /// Does the work of a report; where its time is over, the error has the plan of the statement that was stopped.
  private func planning<Result: Sendable>(
    as caller: Caller, _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch let overdue as Overdue {
      let limit = overdue.query.limit ?? database.statementTimeout(on: .reporting)
      // Whoever stopped it before knows why.
      guard overdue.duration >= limit else { throw overdue.error }
      let plan = try? await plan(of: overdue, as: caller)
      throw ReportTooSlow(
        duration: overdue.duration, limit: limit, plan: plan?.joined(separator: "\n"))
    }
  }

  /// How the database would run a statement, for the same caller and with the same settings, without running it.
  private func plan(of overdue: Overdue, as caller: Caller) async throws -> [String] {
    var query = overdue.query
    query.limit = .seconds(5)
    // Estimates of rows would be of everybody's rows, and tell small counts.
    let explain = Query.all("EXPLAIN (COSTS OFF) \(overdue.statement)") { try $0["QUERY PLAN"] as String }
    return try await transaction(as: caller, Action("report.plan", needs: .reportRun)) {
      try await $0.run(.execute(query.settings), explain).1
    }
  }
}
