import Clinic
import Foundation
import Postgres

extension FacilityFile.Ward {
  /// Adds the unit, or makes the one of that name what the file says; one that was retired comes back.
  func put(in house: FacilityFile.House) -> SQL {
    """
    INSERT INTO clinic.unit (organization_id, id, facility_id, name, stage, exclusive_to)
    SELECT here.organization_id, gen_random_uuid(), here.id, \(name), \(stage)::reference.stage, \(exclusiveTo)
    FROM (\(house.here)) AS here
    ON CONFLICT ON CONSTRAINT unit_name_unique DO UPDATE
    SET stage = excluded.stage, exclusive_to = excluded.exclusive_to, retired_at = NULL
    """
  }

  /// Takes the unit off the list; its past stays.
  func retire(from house: FacilityFile.House, at now: Date) -> SQL {
    """
    UPDATE clinic.unit AS u SET retired_at = \(now)
    FROM (\(house.here)) AS here
    WHERE u.organization_id = here.organization_id AND u.facility_id = here.id AND u.name = \(name)
    """
  }

  fileprivate func here(in house: FacilityFile.House) -> SQL {
    """
    SELECT u.organization_id, u.id, u.facility_id, here.time_zone FROM clinic.unit AS u
    JOIN (\(house.here)) AS here ON here.organization_id = u.organization_id AND here.id = u.facility_id
    WHERE u.name = \(name)
    """
  }
}

extension FacilityFile.Place {
  /// Adds the bed, in use from the day that the file says or from now on.
  func insert(in unit: FacilityFile.Ward, of house: FacilityFile.House, at now: Date) -> SQL {
    """
    INSERT INTO clinic.bed (organization_id, id, facility_id, unit_id, label, in_use, tags)
    SELECT here.organization_id, gen_random_uuid(), here.facility_id, here.id, \(label),
      tstzrange(greatest(
        coalesce(\(house.since.map(\.description))::date::timestamp AT TIME ZONE here.time_zone, \(now)),
        (SELECT max(upper(b.in_use)) FROM clinic.bed AS b
          WHERE b.organization_id = here.organization_id AND b.unit_id = here.id AND b.label = \(label))), NULL),
      \(tags)
    FROM (\(unit.here(in: house))) AS here
    """
  }

  func retag(in unit: FacilityFile.Ward, of house: FacilityFile.House, at now: Date) -> SQL {
    """
    UPDATE clinic.bed AS b SET tags = \(tags)
    FROM (\(unit.here(in: house))) AS here
    WHERE b.organization_id = here.organization_id AND b.unit_id = here.id AND b.label = \(label)
      AND upper_inf(b.in_use)
    """
  }

  /// Takes the bed out of use for good.
  ///
  /// Its retirement stands where people stand, so that no one can be in it then; the bed's own time tells since when it
  /// is not listed.
  func retire(from unit: FacilityFile.Ward, of house: FacilityFile.House, at now: Date) -> [SQL] {
    let bed: SQL = """
      SELECT b.organization_id, b.id, b.facility_id, greatest(lower(b.in_use) + interval '1 second', \(now)) AS at FROM clinic.bed AS b
      JOIN (\(unit.here(in: house))) AS here ON here.organization_id = b.organization_id AND here.id = b.unit_id
      WHERE b.label = \(label) AND upper_inf(b.in_use)
      """
    return [
      """
      INSERT INTO clinic.occupation (
        organization_id, id, facility_id, bed_id, kind, valid, known_from, recorded_by)
      SELECT bed.organization_id, gen_random_uuid(), bed.facility_id, bed.id, 'retired', tstzrange(bed.at, NULL), \(now),
        access.staff_member()
      FROM (\(bed)) AS bed
      """,
      """
      UPDATE clinic.bed AS b SET in_use = tstzrange(lower(b.in_use), bed.at)
      FROM (\(bed)) AS bed
      WHERE b.organization_id = bed.organization_id AND b.id = bed.id
      """,
      "SELECT access.tell_board(here.id) FROM (\(house.here)) AS here",
    ]
  }
}
