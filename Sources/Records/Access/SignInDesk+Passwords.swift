import Clinic
import Foundation
import Passwords
import Postgres

extension SignInDesk {
  /// Changes the caller's password, and ends the caller's other sessions.
  ///
  /// Throws an `InvalidValue` where `old` is not the password or `new` may not be one.
  package func changePassword(from old: String, to new: String, as caller: Caller) async throws {
    let (old, new) = (Password(old), Password(new))
    let now = records.clock()
    let mine = try await verified(old, "password.change", as: caller)
    try PasswordRule.check(new, names: [mine.handle, mine.organizationName])
    guard new != old else {
      throw InvalidValue(
        "password-unchanged", field: "new_password", problem: "is the one that you have",
        remedy: "Choose another one.")
    }
    let hash = try await hash(new)
    try await records.run(
      as: caller, Action("password.change", needs: nil),
      first: ["SELECT FROM access.change_password(\(mine.hash?.text), \(hash.text), \(now))"])
  }

  /// The account of whoever asks and has typed its password.
  ///
  /// Throws an `InvalidValue` where it is another, which is counted and written down as a failure of `action`, and
  /// `SignInThrottled` after several of those.
  func verified(_ password: Password, _ action: String, as caller: Caller) async throws -> OwnAccount {
    let now = records.clock()
    let subject = SignInAttempt.digest("password\n\(caller.digest)")
    let mine = try await records.run(
      as: caller, Action("password.verify", needs: nil), Self.mine(subject, at: now))
    if let wait = mine.waitUntil { throw SignInThrottled(until: wait, at: now) }
    guard try await matches(password, mine.hash) else {
      try await write(caller.failure(of: mine.account, action, counting: subject, at: now))
      throw InvalidValue(
        "wrong-password", field: "password", problem: "is not your password",
        remedy: "Type the password that you have now.")
    }
    return mine
  }

  /// The account of whoever asks, and until when they have to wait after failures that `subject` counts.
  static func mine(_ subject: [UInt8], at now: Date) -> Query<OwnAccount> {
    .one("SELECT * FROM access.my_credential(\(subject), \(now))") { row in
      let hash: String? = try row["password_hash"]
      return OwnAccount(
        waitUntil: try row["wait_until"],
        account: Account(organization: try row["organization_id"], staff: try row["staff_id"]),
        handle: try row["handle"], organizationName: try row["organization"],
        hash: hash.map(PasswordHash.init))
    }
  }
}

/// The account of whoever asks.
struct OwnAccount: Sendable {
  let waitUntil: Date?
  let account: Account
  let handle: String
  let organizationName: String
  let hash: PasswordHash?
}

extension Caller {
  /// Writes down that somebody who is signed in has typed a wrong password or code, and counts it.
  func failure(of account: Account, _ action: String, counting subject: [UInt8], at now: Date) -> SQL {
    """
    SELECT FROM access.sign_in_failed(
      \(subject), NULL, \(account.organization), \(account.staff), \(action), \(requestID),
      \(source.rawValue), \(address)::text::inet, \(now))
    """
  }
}
