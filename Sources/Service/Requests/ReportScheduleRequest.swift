import Clinic
import Reports

/// A report that is to be made again and again.
struct ReportScheduleRequest: Sendable {
  let schedule: NewReportSchedule

  init(_ body: JSONNode, id: ReportSchedule.ID) throws {
    let members = try body.members(
      ["every", "at", "facility_id", "folder"], optional: ["definition", "yaml", "day", "formats", "keep"])
    let rhythm = try Rhythm(
      every: members["every"].word(), day: members.optional("day") { try $0.number() },
      at: members["at"].text())
    schedule = try NewReportSchedule(
      id: id, text: members.definitionText(), file: "yaml", rhythm: rhythm,
      facilityID: members["facility_id"].identifier(),
      forms: members.optional("formats") { try $0.elements(limit: 5).map { try $0.word() } } ?? [],
      folder: members["folder"].text(), keep: members.optional("keep") { try $0.number() } ?? 12)
  }
}
