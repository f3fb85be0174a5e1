import Clinic
import Postgres

extension Records {
  /// Lends a transaction like `transaction`, for work that finds out itself whom it shows: the audit row names them.
  package func transaction<Result: Sendable>(
    as caller: Caller, naming action: Action, on lane: Database.LaneName = .reporting,
    _ body: (borrowing Transaction) async throws -> (result: Result, shown: [Patient.ID])
  ) async throws -> Result {
    let now = clock()
    return try await attempting(action, as: caller, at: now) {
      try await database.transaction(on: lane) { transaction in
        _ = try await transaction.run(.execute(caller.begin(action, at: now)))
        let (result, shown) = try await body(transaction)
        let named = Action(
          action.name, needs: action.permission, patients: action.patients + shown, subject: action.subject)
        _ = try await transaction.run(.execute(AuditTrail.record(named, by: caller, at: now)))
        return result
      }
    }
  }
}
