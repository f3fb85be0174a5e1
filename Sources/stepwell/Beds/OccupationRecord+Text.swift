import Clinic
import Foundation
import Records
import Service

extension OccupationRecord {
  /// "hold from 2026-06-15 08:00 to 2026-06-16 12:00".
  func words(_ clock: WallClock) -> String {
    let time = occupation.during
    let end = clock.show(ifAny: time.end, facility: facilityID).map { " to \($0)" } ?? ""
    let kind = cause.map { "\(occupation.kind.rawValue) for \($0.rawValue)" } ?? occupation.kind.rawValue
    return "\(kind) from \(clock.show(time.start, facility: facilityID))\(end)"
  }
}

extension Desk {
  /// Shows a hold or block that was just made.
  func show(
    _ id: Occupation.ID, of bed: BedRecord, _ clock: WallClock, _ warnings: [BedWarning] = []
  ) async throws {
    let found = try await records.run(
      as: caller, Action(.bedRead, subject: bed.id.rawValue), Occupations.find(id))
    guard let record = found else { throw NotFound("hold or block") }
    let json = OccupationRepresentation(
      id, bed: bed.id, kind: record.occupation.kind,
      seeker: record.patientID.map(BedSeeker.patient) ?? record.enquiryID.map(BedSeeker.enquiry),
      cause: record.cause, during: record.occupation.during, warnings: warnings)
    try output.show(json) { style in
      var lines = KeyValues()
      lines.add("bed", bed.path)
      lines.add("now", record.words(clock))
      lines.add("occupation", id.description)
      return lines.text(style) + warnings.text(style)
    }
  }
}
