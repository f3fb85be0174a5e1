import Clinic
import Foundation
import Postgres

/// A key under which a write happens once: repeated, it gets the answer that the first one got.
///
/// The answer is made from the outcome before the write and stored in the same transaction.
package struct Once<Outcome: Sendable>: Sendable {
  package let key: String
  /// SHA-256 of what was asked, so that another request under the same key is noticed.
  package let requestDigest: [UInt8]
  package let answer: @Sendable (Outcome) throws -> StoredAnswer

  package init(
    key: String, requestDigest: [UInt8], answer: @escaping @Sendable (Outcome) throws -> StoredAnswer
  ) {
    self.key = key
    self.requestDigest = requestDigest
    self.answer = answer
  }

  /// Claims the key, ahead of the work: of two requests at once the second waits for the first, then fails.
  package func claim(for outcome: Outcome, at now: Date) throws -> SQL {
    let answer = try answer(outcome)
    return """
      INSERT INTO access.idempotency
        (organization_id, staff_id, key, request_digest, status, location, etag, response, at)
      VALUES (
        access.organization(), access.staff_member(), \(key), \(requestDigest), \(answer.status),
        \(answer.location), \(answer.etag), \(answer.body), \(now))
      """
  }
}

/// What was answered to a request: enough to answer the same again.
package struct StoredAnswer: Sendable, Hashable {
  package let status: Int16
  package let location: String?
  package let etag: String?
  package let body: String

  package init(status: Int16, location: String?, etag: String?, body: String) {
    self.status = status
    self.location = location
    self.etag = etag
    self.body = body
  }
}

/// The key of this request was used before.
package struct KeyUsed: Error {}

/// The same key came with another request.
package struct KeyReused: Refusal, Hashable {
  package var code: String { "idempotency-key-reused" }
  package var message: String { "This Idempotency-Key was used for another request." }
  package var field: String? { "Idempotency-Key" }
  package var remedy: String {
    "Send a new key with a new request, and the same key only to repeat the same one."
  }
  package var kind: RefusalKind { .invalid }
}

extension Records {
  /// The answer that was given under `key`; nil when the key was not used yet.
  ///
  /// Throws `KeyReused` when it was used for another request.
  package func storedAnswer(
    key: String, requestDigest: [UInt8], as caller: Caller
  ) async throws -> StoredAnswer? {
    let found = try await run(
      as: caller, Action("request.repeat", needs: nil),
      Query<(StoredAnswer, [UInt8])?>.first(
        """
        SELECT status, location, etag, response, request_digest
        FROM access.idempotency
        WHERE organization_id = access.organization() AND staff_id = access.staff_member() AND key = \(key)
        """
      ) { row in
        let answer = StoredAnswer(
          status: try row["status"], location: try row["location"], etag: try row["etag"],
          body: try row["response"])
        return (answer, try row["request_digest"])
      })
    guard let (answer, digest) = found else { return nil }
    guard digest == requestDigest else { throw KeyReused() }
    return answer
  }

  /// Runs statements that write, as one unit, under their key if they have one.
  func write<Outcome: Sendable>(
    _ statements: [SQL], as caller: Caller, _ action: Action, once: Once<Outcome>?, for outcome: Outcome
  ) async throws {
    let claim = try once.map { [try $0.claim(for: outcome, at: clock())] } ?? []
    try await run(as: caller, action, first: claim + statements)
  }
}
