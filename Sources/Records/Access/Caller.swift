import Foundation
import Postgres

/// Who asks for a unit of work, why, and by which door.
package struct Caller: Sendable {
  /// Why the records are used (42 CFR 2.12 and HIPAA 164.506 tell these apart).
  package enum Purpose: String, Sendable, CaseIterable {
    case treatment, operations, payment, research
  }

  /// The door by which the request came.
  package enum Source: String, Sendable, CaseIterable {
    case http, cli, simulator
    case dataImport = "import"
  }

  package let token: Token
  package let purpose: Purpose
  package let source: Source
  /// Ties the audit row to the service's log line.
  package let requestID: String
  private let digest: [UInt8]

  package init(token: Token, purpose: Purpose = .treatment, source: Source, requestID: String) {
    self.token = token
    self.purpose = purpose
    self.source = source
    self.requestID = requestID
    digest = token.digest
  }

  /// The first statement of a unit: opens the session and sets what row-level security reads, or raises.
  func begin(at now: Date) -> SQL {
    "SELECT FROM access.begin(\(digest), \(purpose.rawValue), \(now))"
  }
}
