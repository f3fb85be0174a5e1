import Clinic
import Foundation
import Records

/// A facility in lists.
package struct FacilityRepresentation: Representation {
  let record: FacilityRecord

  package init(_ record: FacilityRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", record.facility.id)
      json.field("slug", record.slug)
      json.field("name", record.facility.name)
      json.field("time_zone", record.facility.timeZone)
      json.field("longest_hold_hours", record.facility.longestHoldHours)
    }
  }
}
