import Clinic
import Crypto
import Foundation
import Passwords
import Postgres

/// How long sessions last.
package struct SessionTerms: Sendable {
  /// In seconds without a request.
  package let idle: Double
  /// In seconds, whatever is done.
  package let longest: Double

  /// Takes seconds: a quarter of an hour, and 12 hours, unless said otherwise (NIST SP 800-63B-4, section 2.2.3, asks for
  /// at most one hour and 24 hours).
  package init(idle: Double = 15 * 60, longest: Double = 12 * 3_600) {
    self.idle = idle
    self.longest = longest
  }
}

/// Where people come in: checks passwords and opens sessions.
///
/// One of them serves a whole process, so that its queue bounds what all sign-ins together may take.
package struct SignInDesk: Sendable {
  package let records: Records
  package let terms: SessionTerms
  let queue: HashingQueue
  let factorKeys: FactorKeys?

  /// Without the keys of second factors nobody who has one can sign in.
  package init(
    _ records: Records, factorKeys: FactorKeys? = nil, queue: HashingQueue = HashingQueue(),
    terms: SessionTerms = SessionTerms()
  ) {
    self.records = records
    self.factorKeys = factorKeys
    self.queue = queue
    self.terms = terms
  }

  /// Opens a session for whoever knows the password.
  ///
  /// Throws `SignInFailed`, the same and after the same time whatever was wrong; `SignInThrottled` after several
  /// failures; `SecondFactorRefused` when the password was right and the code was not; `SignInBusy` when too many sign
  /// in at once. Every outcome but the last is in the audit trail.
  package func signIn(_ attempt: SignInAttempt) async throws -> SignedIn {
    let now = records.clock()
    let found = try await records.database.run(attempt.candidates(at: now))
    if let wait = found.first?.waitUntil {
      try await write(attempt.failure(of: nil, "session.throttled", counting: nil, at: now))
      throw SignInThrottled(until: wait, at: now)
    }
    // A handle of two organizations is nobody's until one of them is named.
    let known = found.compactMap(\.credential)
    let credential = known.count == 1 ? known.first : nil
    guard try await matches(attempt.password, credential?.hash), let credential,
      credential.oneTimeUntil.map({ now < $0 }) ?? true
    else {
      try await write(attempt.failure(of: credential, "session.start", counting: attempt.account, at: now))
      throw SignInFailed()
    }
    var random = SystemRandomNumberGenerator()
    let signedIn = SignedIn(
      token: Token(random: &random), session: Identifier(at: now, random: &random), terms: terms,
      mustChangePassword: credential.oneTimeUntil != nil, at: now)
    do {
      let proof = try await proof(of: attempt, for: credential, at: now)
      try await write(attempt.start(signedIn, of: credential, proof, at: now))
    } catch let refusal as SignInFailed {
      try await write(attempt.failure(of: credential, "session.start", counting: attempt.account, at: now))
      throw refusal
    } catch let refusal as SecondFactorRefused {
      // Not to have sent a code yet is no guess.
      let subject = refusal == .needed ? nil : credential.codes
      try await write(attempt.failure(of: credential, "session.code", counting: subject, at: now))
      throw refusal
    }
    if credential.hash.isOutdated { await renew(credential, attempt.password) }
    return signedIn
  }

  /// Whether the password is that of the hash; throws `SignInBusy`.
  func matches(_ password: Password, _ hash: PasswordHash?) async throws -> Bool {
    do {
      return try await queue.verify(password, hash)
    } catch is HashingQueue.Full {
      throw SignInBusy()
    }
  }

  /// Hashes a new password; throws `SignInBusy`.
  func hash(_ password: Password) async throws -> PasswordHash {
    var random = SystemRandomNumberGenerator()
    do {
      return try await queue.hash(password, salt: .salt(random: &random))
    } catch is HashingQueue.Full {
      throw SignInBusy()
    }
  }

  func write(_ sql: SQL) async throws {
    do {
      _ = try await records.database.run(.execute(sql))
    } catch {
      throw meaning(of: error)
    }
  }

  /// Hashes the password at today's cost; when that fails, the next sign-in tries again.
  private func renew(_ credential: Credential, _ password: Password) async {
    guard let new = try? await hash(password) else { return }
    try? await write(
      """
      SELECT FROM access.rehash(
        \(credential.account.organization), \(credential.account.staff), \(credential.hash.text), \(new.text))
      """)
  }
}

/// A session that was opened; the token is shown once.
package struct SignedIn: Sendable {
  package let token: Token
  package let session: Identifier<Session>
  package let idleSeconds: Double
  package let expiresAt: Date
  /// The password was given by somebody else: nothing can be done before it is changed.
  package let mustChangePassword: Bool

  init(
    token: Token, session: Identifier<Session>, terms: SessionTerms, mustChangePassword: Bool, at now: Date
  ) {
    self.token = token
    self.session = session
    self.mustChangePassword = mustChangePassword
    idleSeconds = terms.idle
    expiresAt = now.addingTimeInterval(terms.longest)
  }
}
