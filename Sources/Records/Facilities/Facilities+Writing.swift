import Clinic
import Foundation
import Postgres

extension Records {
  /// Opens a facility with its units and beds.
  package func open(
    _ facility: Facility, units: [(unit: Clinic.Unit, beds: [Bed])], as caller: Caller
  ) async throws {
    let now = clock()
    let insert: SQL = """
      INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, longest_hold_hours, opened_at)
      VALUES (
        access.organization(), \(facility.id), \(facility.slug), \(facility.name), \(facility.timeZone),
        \(facility.longestHoldHours), \(now))
      """
    // The session's facilities were read before this one was there.
    let widen: SQL = """
      SELECT set_config('stepwell.facilities', array_append(access.facilities(), \(facility.id))::text, true)
      """
    let places = units.flatMap { unit, beds in [Facilities.insert(unit)] + beds.map(Facilities.insert(_:)) }
    try await run(
      as: caller, Action(.facilityOpen, subject: facility.id.rawValue), first: [insert, widen] + places)
  }
}

extension Facilities {
  fileprivate static func insert(_ unit: Clinic.Unit) -> SQL {
    """
    INSERT INTO clinic.unit (organization_id, id, facility_id, name, stage, exclusive_to)
    VALUES (
      access.organization(), \(unit.id), \(unit.facilityID), \(unit.name), \(unit.stage)::reference.stage,
      \(unit.exclusiveTo))
    """
  }

  fileprivate static func insert(_ bed: Bed) -> SQL {
    """
    INSERT INTO clinic.bed (organization_id, id, facility_id, unit_id, label, in_use, tags)
    VALUES (
      access.organization(), \(bed.id), \(bed.facilityID), \(bed.unitID), \(bed.label),
      \(PostgresRange(from: bed.inUse.start, to: bed.inUse.end)), \(bed.tags))
    """
  }
}
