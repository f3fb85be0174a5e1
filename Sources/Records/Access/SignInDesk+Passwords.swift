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
    let subject = SignInAttempt.digest("password\n\(caller.digest)")
    let mine = try await records.run(
      as: caller, Action("password.verify", needs: nil), Self.credential(subject, at: now))
    if let wait = mine.waitUntil { throw SignInThrottled(until: wait, at: now) }
    guard try await matches(old, mine.hash) else {
      try await write(
        """
        SELECT FROM access.sign_in_failed(
          \(subject), NULL, \(mine.organization), \(mine.staff), 'password.change', \(caller.requestID),
          \(caller.source.rawValue), \(caller.address)::text::inet, \(now))
        """)
      throw InvalidValue(
        "wrong-password", field: "password", problem: "is not your password",
        remedy: "Type the password that you have now.")
    }
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

  private struct Mine: Sendable {
    let waitUntil: Date?
    let organization: Organization.ID
    let staff: Clinic.Staff.ID
    let handle: String
    let organizationName: String
    let hash: PasswordHash?
  }

  private static func credential(_ subject: [UInt8], at now: Date) -> Query<Mine> {
    .one("SELECT * FROM access.my_credential(\(subject), \(now))") { row in
      let hash: String? = try row["password_hash"]
      return Mine(
        waitUntil: try row["wait_until"], organization: try row["organization_id"],
        staff: try row["staff_id"],
        handle: try row["handle"], organizationName: try row["organization"],
        hash: hash.map(PasswordHash.init))
    }
  }
}
