import Foundation
import Records

/// A member of staff as whoever manages the staff sees one.
package struct StaffRepresentation: Representation {
  let entry: StaffEntry

  package init(_ entry: StaffEntry) { self.entry = entry }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", entry.id)
      json.field("handle", entry.handle)
      json.field("name", entry.name)
      json.field("roles", entry.roles)
      json.field("created_at", entry.createdAt)
      json.field("disabled_at", entry.disabledAt)
      json.field("has_password", entry.hasPassword)
      json.field("one_time_until", entry.oneTimeUntil)
      json.field("seen_at", entry.seenAt)
    }
  }
}
