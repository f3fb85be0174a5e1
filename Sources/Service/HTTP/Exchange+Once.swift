import Clinic
import Crypto
import Hummingbird
import Records

extension Exchange {
  /// Writes once: under an Idempotency-Key the same request gets the same answer as the first time.
  ///
  /// A repeated request may fail before it reaches its key, because the first one has changed what it builds on; so
  /// every refusal under a key is held against the stored answer before it is told.
  ///
  /// Where `again` is given it makes what is stored: the answer without a secret that is told once.
  func writing<Outcome: Sendable>(
    _ body: [UInt8], as caller: Caller, answer make: @escaping @Sendable (Outcome) -> StoredAnswer,
    again: (@Sendable (Outcome) -> StoredAnswer)? = nil, _ work: (Once<Outcome>?) async throws -> Outcome
  ) async throws -> Response {
    guard let key = try idempotencyKey() else { return answer(make(try await work(nil))) }
    let digest = digest(body)
    do {
      return answer(make(try await work(Once(key: key, requestDigest: digest, answer: again ?? make))))
    } catch  where error is KeyUsed || error is any Refusal {
      guard let stored = try await records.storedAnswer(key: key, requestDigest: digest, as: caller) else {
        throw error
      }
      return answer(stored)
    }
  }

  private func idempotencyKey() throws -> String? {
    guard let key = request.headers[.idempotencyKey] else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Problem(
        .badRequest, "invalid-idempotency-key", "The Idempotency-Key is not 1 to 255 visible characters.",
        field: "Idempotency-Key", remedy: "Use a new UUID for each new request.")
    }
    return key
  }

  /// What was asked: where, and with which body.
  private func digest(_ body: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array("\(request.method.rawValue) \(request.uri.path)\n".utf8))
    hash.update(data: body)
    return Array(hash.finalize())
  }
}
