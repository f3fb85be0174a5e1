import Clinic
import Foundation
import Postgres

/// Who asks for a unit of work, why, and by which door.
package struct Caller: Sendable {
  /// Why the records are used (42 CFR 2.12 and HIPAA 164.506 tell these apart).
  package enum Purpose: String, Sendable, CaseIterable {
    case treatment, operations, payment, research

    /// Whether what is read for it leaves the clinic: a payer or a researcher gets it.
    package var leavesClinic: Bool {
      switch self {
      case .treatment, .operations: false
      case .payment, .research: true
      }
    }
  }

  /// The door by which the request came.
  package enum Source: String, Sendable, CaseIterable {
    case http, cli, simulator
    case dataImport = "import"
  }

  package let token: Token
  package let purpose: Purpose
  package let source: Source
  /// What the route or command needs that the request came by; every unit of work of it needs that too.
  package let door: Permission?
  /// Ties the audit row to the service's log line.
  package let requestID: String
  /// The address that the request came from; nil when it came from the machine itself.
  package let address: String?
  let digest: [UInt8]

  package init(
    token: Token, door: Permission? = nil, purpose: Purpose = .treatment, source: Source, requestID: String,
    address: String? = nil
  ) {
    self.token = token
    self.door = door
    self.purpose = purpose
    self.source = source
    self.requestID = requestID
    self.address = address
    digest = token.digest
  }

  /// What is done by a schedule, for whoever set it up: by the digest of a token that nobody holds.
  package init(scheduled digest: [UInt8], requestID: String) {
    (token, door, purpose, source) = (Token(""), nil, .operations, .cli)
    (self.requestID, self.digest, address) = (requestID, digest, nil)
  }

  /// The first statement of a unit: opens the session, checks that it may do `action`, and sets what row-level
  /// security reads, or raises.
  func begin(_ action: Action, at now: Date) -> SQL {
    "SELECT FROM access.begin(\(digest), \(door?.rawValue), \(action.permission?.rawValue), \(purpose.rawValue), \(now))"
  }
}
