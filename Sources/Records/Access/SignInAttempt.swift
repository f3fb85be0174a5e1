import Clinic
import Crypto
import Foundation
import Passwords
import Postgres

/// Somebody says who they are.
package struct SignInAttempt: Sendable {
  let handle: String
  let password: Password
  /// Of the second factor, as it was typed; nil when nothing was.
  let code: String?
  let organization: String?
  let source: Caller.Source
  let requestID: String
  let address: String?

  /// Takes the short name as it was typed.
  ///
  /// The organization is a name or an identifier, and is needed where several have somebody of that short name; the
  /// address is nil when the request came from the machine itself.
  package init(
    handle: String, password: String, code: String? = nil, organization: String? = nil, source: Caller.Source,
    requestID: String,
    address: String? = nil
  ) {
    self.handle = handle.trimmingCharacters(in: .whitespaces).lowercased()
    self.password = Password(password)
    self.code = code
    self.organization = organization
    self.source = source
    self.requestID = requestID
    self.address = address
  }

  /// What failures of this account from this address are counted by.
  var account: [UInt8] { Self.digest("account\n\(handle)\n\(address ?? "-")") }
  /// The same of all accounts; this machine itself is not held up.
  private var origin: [UInt8]? { address.map { Self.digest("address\n\($0)") } }

  static func digest(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

  func candidates(at now: Date) -> Query<[SignInCandidate]> {
    .all(
      """
      SELECT wait_until, organization_id, staff_id, password_hash, one_time_until
      FROM access.sign_in_candidates(\(handle), \(organization), \([account] + [origin].compactMap(\.self)), \(now))
      """
    ) { row in
      let staff: Clinic.Staff.ID? = try row["staff_id"]
      let credential = try staff.map {
        Credential(
          account: Account(organization: try row["organization_id"], staff: $0),
          hash: PasswordHash(try row["password_hash"]),
          oneTimeUntil: try row["one_time_until"])
      }
      return SignInCandidate(waitUntil: try row["wait_until"], credential: credential)
    }
  }

  /// Writes down that nobody was let in; counts it against `subject` and the address when that is given.
  func failure(of credential: Credential?, _ action: String, counting subject: [UInt8]?, at now: Date) -> SQL
  {
    """
    SELECT FROM access.sign_in_failed(
      \(subject), \(subject == nil ? nil : origin), \(credential?.account.organization),
      \(credential?.account.staff), \(action), \(requestID), \(source.rawValue), \(address)::text::inet, \(now))
    """
  }

  func start(_ opened: SignedIn, of credential: Credential, _ proof: FactorProof?, at now: Date) -> SQL {
    """
    SELECT FROM access.start_session(
      \(opened.token.digest), \(opened.session), \(credential.account.organization), \(credential.account.staff),
      \(credential.hash.text), \(proof?.step), \(proof?.recovery), \(source.rawValue),
      make_interval(secs => \(opened.idleSeconds)), \(opened.expiresAt), \([account, credential.codes]),
      \(requestID), \(source.rawValue), \(address)::text::inet, \(now))
    """
  }
}

/// What the password of a member of staff is held against.
struct Credential: Sendable {
  let account: Account
  let hash: PasswordHash
  /// Nil where the password is of the holder's own choice.
  let oneTimeUntil: Date?

  /// What wrong codes of the second factor are counted by.
  var codes: [UInt8] { SignInAttempt.digest("codes\n\(account.staff)") }
}

/// One who may be meant, and until when whoever asks has to wait.
struct SignInCandidate: Sendable {
  let waitUntil: Date?
  let credential: Credential?
}

extension Records {
  /// Forgets failed sign-ins of more than a day ago, which hold nobody up any more.
  package func forgetFailures() async throws {
    _ = try await database.run(
      .execute("SELECT FROM access.forget_failures(\(clock().addingTimeInterval(-86_400)))"))
  }
}
