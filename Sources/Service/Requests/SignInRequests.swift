import Clinic
import Foundation

/// Somebody signs in.
struct SignInRequest: Sendable {
  let handle: String
  let password: String
  let code: String?
  let organization: String?

  init(_ body: JSONNode) throws {
    let members = try body.members(["handle", "password"], optional: ["code", "organization"])
    handle = try members["handle"].line().rawValue
    password = try members["password"].text()
    code = try members.optional("code") { try $0.line().rawValue }
    organization = try members.optional("organization") { try $0.line().rawValue }
  }
}

/// A token to be issued.
struct TokenRequest: Sendable {
  let label: Line
  let permissions: Set<Permission>
  let expiresAt: Date

  init(_ body: JSONNode) throws {
    let members = try body.members(["label", "permissions", "expires_at"])
    label = try members["label"].line()
    permissions = Set(try members["permissions"].elements(limit: 100).map { try $0.word() })
    expiresAt = try members["expires_at"].instant()
  }
}

/// A password to be changed.
struct PasswordRequest: Sendable {
  let old: String
  let new: String

  init(_ body: JSONNode) throws {
    let members = try body.members(["password", "new_password"])
    old = try members["password"].text()
    new = try members["new_password"].text()
  }
}

/// The password of whoever asks.
struct OwnPasswordRequest: Sendable {
  let password: String

  init(_ body: JSONNode) throws { password = try body.members(["password"])["password"].text() }
}

/// A code of the second factor of whoever asks.
struct CodeRequest: Sendable {
  let code: String

  init(_ body: JSONNode) throws { code = try body.members(["code"])["code"].line().rawValue }
}

/// Both, to remove the second factor.
struct FactorRemovalRequest: Sendable {
  let password: String
  let code: String

  init(_ body: JSONNode) throws {
    let members = try body.members(["password", "code"])
    password = try members["password"].text()
    code = try members["code"].line().rawValue
  }
}

extension Permission: Worded {}
