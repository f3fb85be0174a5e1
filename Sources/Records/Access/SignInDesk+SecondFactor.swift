import Clinic
import Foundation
import Passwords
import Postgres

extension SignInDesk {
  /// What somebody whose password is right has shown besides; nil where the account asks for nothing.
  ///
  /// Throws a `SecondFactorRefused`, or `SignInThrottled` after several wrong codes, wherever they came from: only who
  /// knows the password can hold the account up that way.
  func proof(of attempt: SignInAttempt, for credential: Credential, at now: Date) async throws -> FactorProof?
  {
    guard let held = try await records.database.run(SecondFactors.atSignIn(credential, at: now)) else {
      return nil
    }
    if let wait = held.waitUntil {
      try await write(attempt.failure(of: credential, "session.throttled", counting: nil, at: now))
      throw SignInThrottled(until: wait, at: now)
    }
    guard let typed = attempt.code else { throw SecondFactorRefused.needed }
    return try FactorProof(typed, of: keys().open(held.sealed, of: credential.account), at: now)
  }

  /// Begins a second factor for whoever asks and knows the password; it is asked for once `confirmFactor` was called.
  ///
  /// Throws a `Conflict` where there is one already.
  package func beginFactor(password: String, as caller: Caller) async throws -> NewSecondFactor {
    let mine = try await verified(Password(password), "factor.begin", as: caller)
    var random = SystemRandomNumberGenerator()
    let secret = TimeCode(random: &random)
    let sealed = try keys().seal(secret, of: mine.account)
    try await records.run(
      as: caller, Action("factor.begin", needs: nil),
      first: ["SELECT FROM access.begin_factor(\(sealed.keyID), \(sealed.bytes), \(records.clock()))"])
    return NewSecondFactor(secret: secret.text, address: secret.address(of: mine.handle))
  }

  /// Turns on the second factor that was begun, for a first code; the recovery codes are shown once.
  package func confirmFactor(code: String, as caller: Caller) async throws -> [RecoveryCode] {
    let codes = RecoveryCode.ten()
    try await withFactor(code, "factor.confirm", as: caller) { factor, proof, now in
      guard factor.confirmedAt == nil else { throw SignInRefusals.factorThere }
      guard let step = proof.step else { throw SecondFactorRefused.wrong }
      return
        "SELECT FROM access.confirm_factor(\(factor.sealed.bytes), \(step), \(codes.map(\.digest))::bytea[], \(now))"
    }
    return codes
  }

  /// Gives whoever asks ten new recovery codes, for a code; the old ones are void.
  package func renewRecoveryCodes(code: String, as caller: Caller) async throws -> [RecoveryCode] {
    let codes = RecoveryCode.ten()
    try await withFactor(code, "factor.renew_codes", as: caller) { _, proof, now in
      """
      SELECT FROM access.renew_recovery_codes(
        \(proof.step), \(proof.recovery), \(codes.map(\.digest))::bytea[], \(now))
      """
    }
    return codes
  }

  /// Removes the second factor of whoever asks, for the password and a code.
  package func removeFactor(password: String, code: String, as caller: Caller) async throws {
    _ = try await verified(Password(password), "factor.remove", as: caller)
    try await withFactor(code, "factor.remove", as: caller) { _, proof, now in
      "SELECT FROM access.remove_factor(\(proof.step), \(proof.recovery), \(now))"
    }
  }

  /// Does what a code allows; a wrong one is counted like a wrong password and written down.
  private func withFactor(
    _ typed: String, _ action: String, as caller: Caller,
    _ work: (SecondFactor, FactorProof, Date) throws -> SQL
  ) async throws {
    let now = records.clock()
    let subject = SignInAttempt.digest("codes\n\(caller.digest)")
    let (mine, factor) = try await records.run(
      as: caller, Action("factor.verify", needs: nil), Self.mine(subject, at: now), SecondFactors.mine)
    if let wait = mine.waitUntil { throw SignInThrottled(until: wait, at: now) }
    guard let factor else {
      throw InvalidValue(
        "factor-absent", field: "code", problem: "is of no second factor, because you have none",
        remedy: "Add one first: stepwell factor add, or POST /v1/me/factor.")
    }
    do {
      let proof = try FactorProof(typed, of: keys().open(factor.sealed, of: mine.account), at: now)
      try await records.run(as: caller, Action(action, needs: nil), first: [try work(factor, proof, now)])
    } catch let refusal as SecondFactorRefused {
      try await write(caller.failure(of: mine.account, action, counting: subject, at: now))
      throw refusal.asInput
    }
  }

  private func keys() throws -> FactorKeys {
    guard let factorKeys else { throw FactorKeyMissing() }
    return factorKeys
  }
}
