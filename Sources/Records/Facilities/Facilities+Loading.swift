import Clinic
import Foundation
import Postgres

extension Records {
  /// What stands in the way of changes: beds that would be retired while somebody is in them or they are kept.
  package func obstacles(to changes: [FacilityChange], as caller: Caller) async throws -> [InvalidValue] {
    let places = changes.compactMap(\.retiredBed)
    guard !places.isEmpty else { return [] }
    let now = clock()
    return try await run(
      as: caller, Action("facility.load.check", needs: .bedRead),
      Query<[InvalidValue]>.all(
        """
        SELECT DISTINCT ON (gone.path) gone.path, o.kind, upper(o.valid) AS until, f.time_zone
        FROM unnest(
          \(places.map(\.slug))::text[], \(places.map(\.unit))::text[], \(places.map(\.label))::text[],
          \(places.map(\.path))::text[]) AS gone (slug, unit, label, path)
        JOIN clinic.facility AS f ON f.organization_id = (SELECT access.organization()) AND f.slug = gone.slug
        JOIN clinic.unit AS u ON u.organization_id = f.organization_id AND u.facility_id = f.id AND u.name = gone.unit
        JOIN clinic.bed AS b ON b.organization_id = u.organization_id AND b.unit_id = u.id AND b.label = gone.label
        JOIN (
          SELECT bed_id, kind, valid FROM clinic.occupation
          WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
            AND valid && tstzrange(\(now), NULL) AND kind <> 'retired'
          UNION ALL
          SELECT bed_id, kind, valid FROM access.closed_occupations(NULL, tstzrange(\(now), NULL), NULL)
        ) AS o ON o.bed_id = b.id
        ORDER BY gone.path, lower(o.valid)
        """
      ) { row in
        let zone: String = try row["time_zone"]
        let taken = BedTaken(
          bed: try Line(row["path"]), by: try row["kind"], until: try row["until"], timeZone: zone)
        return InvalidValue(
          "bed-in-use", field: taken.bed.rawValue,
          problem: "names a bed that cannot be retired. \(taken.message.dropLast())",
          remedy: "Free the bed first, or leave it in the file.")
      })
  }

  /// Makes the changes by which the facilities become what a file says.
  ///
  /// Beds that go are retired from now on. Throws what stands in their way, and then changes nothing.
  package func load(_ changes: [FacilityChange], as caller: Caller) async throws {
    if let obstacles = InvalidValues(try await obstacles(to: changes, as: caller)) { throw obstacles }
    let now = clock()
    try await run(
      as: caller, Action("facility.load", needs: .facilityOpen),
      first: changes.flatMap { $0.statements(at: now) })
  }
}

extension FacilityChange {
  fileprivate var retiredBed: (slug: String, unit: String, label: String, path: String)? {
    guard kind == .retired, case .bed(let bed, let unit, let house) = subject else { return nil }
    return (house.slug, unit.name.rawValue, bed.label, path)
  }

  fileprivate func statements(at now: Date) -> [SQL] {
    switch (kind, subject) {
    case (.new, .facility(let house)): house.insert(at: now)
    case (_, .facility(let house)): [house.update]
    case (.new, .unit(let unit, let house)): [unit.put(in: house)]
    case (.changed, .unit(let unit, let house)): [unit.put(in: house)]
    case (.retired, .unit(let unit, let house)): [unit.retire(from: house, at: now)]
    case (.new, .bed(let bed, let unit, let house)): [bed.insert(in: unit, of: house, at: now)]
    case (.changed, .bed(let bed, let unit, let house)): [bed.retag(in: unit, of: house, at: now)]
    case (.retired, .bed(let bed, let unit, let house)): bed.retire(from: unit, of: house, at: now)
    }
  }
}

extension FacilityFile.House {
  /// The facility, where the caller works in it.
  var here: SQL {
    """
    SELECT f.organization_id, f.id, f.time_zone FROM clinic.facility AS f
    WHERE f.organization_id = (SELECT access.organization()) AND f.slug = \(slug)
      AND f.id = ANY ((SELECT access.facilities())::uuid[])
    """
  }

  fileprivate func insert(at now: Date) -> [SQL] {
    [
      """
      INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, longest_hold_hours, opened_at)
      VALUES (
        access.organization(), gen_random_uuid(), \(slug), \(name), \(timeZone), \(longestHoldHours), \(now))
      """,
      // The session's facilities were read before this one was there.
      """
      SELECT set_config('stepwell.facilities', array_append(access.facilities(), f.id)::text, true)
      FROM clinic.facility AS f
      WHERE f.organization_id = (SELECT access.organization()) AND f.slug = \(slug)
      """,
    ]
  }

  fileprivate var update: SQL {
    """
    WITH changed AS (
      UPDATE clinic.facility AS f SET name = \(name), time_zone = \(timeZone), longest_hold_hours = \(longestHoldHours)
      FROM (\(here)) AS here
      WHERE f.organization_id = here.organization_id AND f.id = here.id
      RETURNING f.id
    )
    SELECT access.insist(EXISTS (SELECT FROM changed), 'SW004', 'facility')
    """
  }
}
