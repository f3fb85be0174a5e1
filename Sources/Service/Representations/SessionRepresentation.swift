import Clinic
import Foundation
import Records

/// A session that was opened, with its secret.
package struct SignedInRepresentation: Representation {
  let opened: SignedIn

  package init(_ opened: SignedIn) { self.opened = opened }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", opened.session)
      json.field("token", opened.token.text)
      json.field("idle_seconds", Int(opened.idleSeconds))
      json.field("expires_at", opened.expiresAt)
      json.field("must_change_password", opened.mustChangePassword)
    }
  }
}

/// A session or a token, without its secret.
package struct SessionRepresentation: Representation {
  let session: Session

  package init(_ session: Session) { self.session = session }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", session.id)
      json.field("kind", session.kind)
      json.field("label", session.label)
      json.field("permissions", session.permissions)
      json.field("created_at", session.createdAt)
      json.field("seen_at", session.seenAt)
      json.field("expires_at", session.expiresAt)
      json.field("is_current", session.isCurrent)
    }
  }
}

/// A token that was issued, with its secret.
package struct TokenRepresentation: Representation {
  let id: Session.ID
  let token: Token
  let label: Line
  let permissions: [String]
  let expiresAt: Date

  package init(id: Session.ID, token: Token, label: Line, permissions: Set<Permission>, expiresAt: Date) {
    self.id = id
    self.token = token
    self.label = label
    self.permissions = permissions.map(\.rawValue).sorted()
    self.expiresAt = expiresAt
  }

  init(id: Session.ID, token: Token, _ request: TokenRequest) {
    self.init(
      id: id, token: token, label: request.label, permissions: request.permissions,
      expiresAt: request.expiresAt)
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("token", token.text)
      json.field("label", label)
      json.field("permissions", permissions)
      json.field("expires_at", expiresAt)
    }
  }
}
