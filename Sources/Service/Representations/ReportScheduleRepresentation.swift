import Clinic
import Foundation
import Reports

/// A report that is made again and again.
package struct ReportScheduleRepresentation: Representation {
  let schedule: ReportSchedule

  package init(_ schedule: ReportSchedule) { self.schedule = schedule }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", schedule.id)
      json.field("name", schedule.name)
      json.field("rhythm", schedule.rhythm.words)
      json.field("every", schedule.rhythm.every.rawValue)
      json.field("day", schedule.rhythm.day)
      json.field("at", schedule.rhythm.time)
      json.field("facility_id", schedule.facilityID)
      json.field("zone", schedule.zone.identifier)
      json.field("formats", schedule.forms.map(\.rawValue))
      json.field("folder", schedule.folder)
      json.field("keep", schedule.keep)
      json.field("state", schedule.state.rawValue)
      json.field("next_at", schedule.nextAt)
      json.field("retry_at", schedule.retryAt)
      json.field("last_at", schedule.lastAt)
      json.field("last_ended_at", schedule.lastEndedAt)
      json.field("last_fault", schedule.lastFault)
      json.field("faults", schedule.faults)
      json.field("created_by", schedule.createdBy)
    }
  }
}
