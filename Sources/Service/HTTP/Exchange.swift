import Clinic
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// One request and what is needed to answer it.
struct Exchange: Sendable {
  let request: Request
  let parameters: Parameters
  /// Ties the answer, the log line and the audit row together.
  let requestID: String
  /// Where the request came from, as far as that is known.
  let address: String?
  /// What the door needs by which the request came.
  let need: Need
  let desk: Desk

  var records: Records { desk.records }
  /// The time of the request.
  var now: Date { records.clock() }

  /// Who asks, by the bearer token; whether the session holds is checked in the unit of work itself.
  func caller(_ purpose: Caller.Purpose = .treatment) throws -> Caller {
    guard let header = request.headers[.authorization] else { throw NotSignedIn() }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 200 else {
      throw NotSignedIn()
    }
    return Caller(
      token: Token(String(parts[1])), door: need.permission, purpose: purpose, source: .http,
      requestID: requestID, address: address)
  }

  /// The identifier in the path; what is no identifier is not there, like any other unknown one.
  func id<Entity>(of noun: String) throws -> Identifier<Entity> {
    guard let text = parameters.get("id"), text.utf8.count == 36, let id = Identifier<Entity>(text) else {
      throw NotFound(noun)
    }
    return id
  }

  /// Whether the caller only wants to know that it was done (RFC 7240).
  var prefersMinimal: Bool {
    request.headers[values: .prefer].contains {
      $0.split(separator: ",").contains { $0.trimmed == "return=minimal" }
    }
  }
}

/// What all requests share.
struct Desk: Sendable {
  let records: Records
  /// One for the whole process, because it bounds what all sign-ins together take.
  let signIn: SignInDesk
  let configuration: ServiceConfiguration
  /// The description of the API, as JSON.
  let description: [UInt8]
}

extension HTTPField.Name {
  static let idempotencyKey = name("Idempotency-Key")
  static let prefer = name("Prefer")
  static let preferenceApplied = name("Preference-Applied")
  static let link = name("Link")
  static let requestID = name("Request-Id")
  static let forwardedFor = name("X-Forwarded-For")
  static let referrerPolicy = name("Referrer-Policy")
  static let resourcePolicy = name("Cross-Origin-Resource-Policy")

  /// The names above are tokens, so the alternative is never taken.
  private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .cookie }
}

extension StringProtocol {
  /// Without blanks at its ends.
  var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
