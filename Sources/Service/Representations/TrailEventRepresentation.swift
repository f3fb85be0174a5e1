import Foundation
import Records

/// A row of the audit trail.
package struct TrailEventRepresentation: Representation {
  let event: TrailEvent

  package init(_ event: TrailEvent) { self.event = event }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", event.at)
      json.field("action", event.action)
      json.field("outcome", word: event.outcome)
      json.field("staff_id", event.staffID)
      json.field("handle", event.handle)
      json.field("staff_name", event.staffName)
      json.field("roles", event.roles.split(separator: ",").map(String.init))
      json.field("purpose", event.purpose)
      json.field("patients", event.patients)
      json.field("subject", event.subject?.uuidString.lowercased())
      json.field("consent_id", event.consentID?.uuidString.lowercased())
      json.field("request_id", event.requestID)
      json.field("source", event.source)
      json.field("address", event.address)
    }
  }
}

/// What one member of staff had to do with the records of a patient.
package struct PatientAccessRepresentation: Representation {
  let access: PatientAccess

  package init(_ access: PatientAccess) { self.access = access }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("staff_id", access.staffID)
      json.field("handle", access.handle)
      json.field("staff_name", access.staffName)
      json.field("roles", access.roles)
      json.field("purposes", access.purposes)
      json.field("actions", access.actions)
      json.field("done", access.done)
      json.field("not_done", access.notDone)
      json.field("first_at", access.firstAt)
      json.field("last_at", access.lastAt)
    }
  }
}

/// What is found in the trail, and from which month on it was looked for where older ones are in the archive.
struct TrailAnswerRepresentation<Item: Representation>: Representation {
  let name: String
  let items: [Item]
  let newestArchived: TrailMonth?

  init(_ name: String, _ items: [Item], newestArchived: TrailMonth?) {
    self.name = name
    self.items = items
    self.newestArchived = newestArchived
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field(name, items)
      json.field("archived_before", newestArchived.map { "\($0.adding(months: 1))" })
    }
  }
}
