import Clinic
import Foundation
import Postgres

/// The facilities as they stand, in the form of the clinic's file.
package enum FacilityLayout {
  /// The facilities that are open and in which the caller works, with the units and beds that are in use.
  package static func now(at now: Date) -> Query<FacilityFile> {
    Query<[LayoutRow]>.all(
      """
      SELECT f.slug, f.name, f.time_zone, f.longest_hold_hours, u.name AS unit, u.stage, u.exclusive_to,
        b.label, b.tags
      FROM clinic.facility AS f
      LEFT JOIN clinic.unit AS u ON u.organization_id = f.organization_id AND u.facility_id = f.id
        AND u.retired_at IS NULL
      LEFT JOIN clinic.bed AS b ON b.organization_id = u.organization_id AND b.unit_id = u.id
        AND (b.in_use @> \(now) OR lower(b.in_use) > \(now))
      WHERE f.organization_id = (SELECT access.organization()) AND f.id = ANY ((SELECT access.facilities())::uuid[])
        AND f.closed_at IS NULL
      ORDER BY f.slug, u.name, b.label
      """, LayoutRow.init(row:)
    ).map { rows in FacilityFile(houses: rows.grouped(by: \.slug).map(FacilityFile.House.init(rows:))) }
  }
}

/// One bed with where it stands; a unit without beds, and a facility without units, have one too.
private struct LayoutRow: Sendable {
  let slug: String
  let name: Line
  let timeZone: String
  let longestHoldHours: Int16
  let unit: Line?
  let stage: Stage?
  let exclusiveTo: ExclusiveKind?
  let label: String?
  let tags: [String]?

  init(row: Row) throws {
    slug = try row["slug"]
    name = try row["name"]
    timeZone = try row["time_zone"]
    longestHoldHours = try row["longest_hold_hours"]
    unit = try row["unit"]
    stage = try row["stage"]
    exclusiveTo = try row["exclusive_to"]
    label = try row["label"]
    tags = try row["tags"]
  }
}

extension FacilityFile.House {
  fileprivate init(rows: [LayoutRow]) {
    let first = rows[0]
    let units = rows.filter { $0.unit != nil }.grouped { $0.unit?.rawValue ?? "" }
    self.init(
      slug: first.slug, name: first.name, timeZone: first.timeZone, longestHoldHours: first.longestHoldHours,
      since: nil, units: units.compactMap(FacilityFile.Ward.init(rows:)))
  }
}

extension FacilityFile.Ward {
  fileprivate init?(rows: [LayoutRow]) {
    guard let name = rows[0].unit, let stage = rows[0].stage else { return nil }
    let beds = rows.compactMap { row in
      row.label.map { FacilityFile.Place(label: $0, tags: (row.tags ?? []).sorted()) }
    }
    self.init(name: name, stage: stage, exclusiveTo: rows[0].exclusiveTo, beds: beds)
  }
}

extension Array {
  /// The elements in groups of equal keys that follow each other; none is empty.
  fileprivate func grouped(by key: (Element) -> String) -> [[Element]] {
    reduce(into: []) { groups, element in
      if let last = groups.last?.first, key(last) == key(element) {
        groups[groups.count - 1].append(element)
      } else {
        groups.append([element])
      }
    }
  }
}
