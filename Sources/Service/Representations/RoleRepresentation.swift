import Clinic
import Foundation
import Records

/// A role and what it allows.
package struct RoleRepresentation: Representation {
  let record: RoleRecord

  package init(_ record: RoleRecord) { self.record = record }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("role", record.role.rawValue)
      json.field("title", record.title)
      json.field("sees", record.sees.rawValue)
      json.field("permissions", record.permissions)
      json.field("is_shipped", record.isShipped)
      json.field("retired_at", record.retiredAt)
      json.field("holders", Int(record.holders))
    }
  }
}

/// What loading a file of roles changes in one of them.
package struct RoleChangeRepresentation: Representation {
  let change: RoleChange

  package init(_ change: RoleChange) { self.change = change }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("role", change.role.rawValue)
      json.field("change", change.kind.rawValue)
      json.field("gained", change.gained)
      json.field("lost", change.lost)
      json.field("sees", change.sees?.rawValue)
      json.field("holders", Int(change.holders))
    }
  }
}
