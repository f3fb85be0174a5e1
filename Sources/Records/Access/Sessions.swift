import Clinic
import Foundation
import Postgres

/// A session of a person, or a token that was issued to a program.
package struct Session: Sendable, Hashable, Identifiable {
  package let id: Identifier<Session>
  /// `session` or `token`.
  package let kind: String
  package let label: String?
  /// What it may be used for; everything that its holder may when nil.
  package let permissions: [String]?
  package let createdAt: Date
  package let seenAt: Date
  package let expiresAt: Date
  /// Whether it is the one that asks.
  package let isCurrent: Bool
}

/// The sessions of whoever asks.
package enum Sessions {
  package static func mine(at now: Date) -> Query<[Session]> {
    .all("SELECT * FROM access.my_sessions(\(now))") { row in
      Session(
        id: try row["id"], kind: try row["kind"], label: try row["label"],
        permissions: try row["permissions"],
        createdAt: try row["created_at"], seenAt: try row["seen_at"], expiresAt: try row["expires_at"],
        isCurrent: try row["is_current"])
    }
  }
}

extension Records {
  /// Ends one session or token of the caller's.
  ///
  /// Throws `NotFound` when there is none that goes on.
  package func end(_ session: Session.ID, as caller: Caller) async throws {
    try await run(
      as: caller, Action("session.end", needs: nil, subject: session.rawValue),
      first: ["SELECT FROM access.end_session(\(session), \(clock()))"])
  }

  /// Ends the session that asks.
  package func signOut(_ caller: Caller) async throws {
    try await run(
      as: caller, Action("session.end", needs: nil),
      first: ["SELECT FROM access.end_session(access.setting('session')::uuid, \(clock()))"])
  }

  /// Ends all sessions of the caller's but the one that asks; tokens go on.
  package func endOtherSessions(as caller: Caller) async throws {
    try await run(
      as: caller, Action("session.end_others", needs: nil),
      first: ["SELECT FROM access.end_other_sessions(\(clock()))"])
  }

  /// Issues a token that may do no more than `permissions`; it is shown once.
  ///
  /// Throws `NotPermitted` where the caller lacks one of them, or asks with such a token.
  package func issueToken(
    label: Line, permissions: Set<Permission>, until end: Date, as caller: Caller
  ) async throws -> (id: Session.ID, token: Token) {
    let now = clock()
    if let fault = Self.fault(ofToken: label, permissions, until: end, at: now) {
      // Whoever is not signed in learns that first.
      _ = try await run(as: caller, Action("session.list", needs: nil), Sessions.mine(at: now))
      throw fault
    }
    var random = SystemRandomNumberGenerator()
    let (id, token) = (Session.ID(at: now, random: &random), Token(random: &random))
    try await run(
      as: caller, Action("token.issue", needs: nil, subject: id.rawValue),
      first: [
        """
        SELECT FROM access.issue_token(
          \(token.digest), \(id), \(label), \(permissions.map(\.rawValue).sorted())::text[], \(end), \(now))
        """
      ])
    return (id, token)
  }

  private static func fault(
    ofToken label: Line, _ permissions: Set<Permission>, until end: Date, at now: Date
  ) -> InvalidValue? {
    if permissions.isEmpty {
      return InvalidValue(
        "missing-required", field: "permissions", problem: "is empty",
        remedy: "Name what the token is for, e.g. report.run.")
    }
    if end <= now || end > now.addingTimeInterval(366 * 86_400) {
      return InvalidValue(
        "out-of-range", field: "expires_at", problem: "is not within the next 366 days",
        remedy: "Choose a time within a year; issue another token then.")
    }
    guard label.rawValue.count > 100 else { return nil }
    return InvalidValue(
      "too-long", field: "label", problem: "is longer than 100 characters", remedy: "Choose a shorter one.")
  }
}
