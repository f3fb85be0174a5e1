import Clinic
import Foundation
import Postgres

/// How many beds of a unit will be free, day by day.
package struct UnitForecast: Sendable, Hashable {
  package let unitID: Clinic.Unit.ID
  package let unit: String
  package let stage: Stage
  package let exclusiveTo: ExclusiveKind?
  package let facilityID: Facility.ID
  package let facility: String
  package var days: [ForecastDay]
}

/// One day of a facility's own clock.
package struct ForecastDay: Sendable, Hashable {
  package let day: Day
  package let beds: Int64
  /// Beds that nothing takes at any time of the day; today, at any time that is left of it.
  package let free: Int64
  /// Planned arrivals of the day.
  package let arrivals: Int64
  /// Stays and leaves that are expected to end on the day.
  package let departures: Int64
}

/// The forecast of free beds.
package enum BedForecast {
  /// For how many days it looks ahead, today among them.
  package static let days = 14

  /// The units with beds, of one facility or of all that the caller works in, with the days from today on.
  ///
  /// A stay takes its bed until it is expected to end, by a planned move or by the plan for its end, and for good when
  /// nobody has said or that time has passed; a hold and a block until they
  /// end; a planned arrival from then on, because who arrives stays. It says nothing of who takes a bed, so beds of closed
  /// charts count like others.
  package static func from(_ now: Date, facility: Facility.ID?) -> Query<[UnitForecast]> {
    Query<[(UnitForecast, ForecastDay)]>.all(
      """
      WITH b AS MATERIALIZED (
        SELECT b.organization_id, b.id, b.facility_id, b.unit_id, b.in_use
        FROM clinic.bed AS b
        WHERE b.organization_id = (SELECT access.organization()) AND \(Beds.isOf(facility))
          AND b.in_use && tstzrange(\(now), \(now) + interval '15 days')
      ),
      taken AS MATERIALIZED (
        SELECT b.id AS bed_id, o.kind, o.starts, coalesce(upper(o.valid), p.expected_end) AS ends
        FROM b CROSS JOIN LATERAL (\(Beds.last(at: now, knownAt: nil))) AS o
        LEFT JOIN clinic.step_down_plan AS p ON p.organization_id = b.organization_id AND p.stay_id = o.stay_id
          AND p.known_to = 'infinity' AND p.expected_end > \(now)
        WHERE o.valid @> \(now)
        UNION ALL
        SELECT b.id, o.kind, o.starts, upper(o.valid)
        FROM b
        JOIN clinic.occupation AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
          AND o.starts > \(now) AND o.starts < \(now) + interval '15 days' AND o.known_to = 'infinity'
          AND o.kind <> 'retired'
        UNION ALL
        SELECT closed.bed_id, closed.kind, lower(closed.valid), upper(closed.valid)
        FROM access.closed_occupations(\(facility), tstzrange(\(now), \(now) + interval '15 days'), NULL) AS closed
      ),
      day AS MATERIALIZED (
        SELECT f.organization_id, f.id AS facility_id, f.slug, f.name, today + ahead AS day,
          greatest((today + ahead)::timestamp AT TIME ZONE f.time_zone, \(now)) AS begins,
          (today + ahead + 1)::timestamp AT TIME ZONE f.time_zone AS ends
        FROM clinic.facility AS f
        CROSS JOIN LATERAL (SELECT (\(now) AT TIME ZONE f.time_zone)::date AS today) AS now
        CROSS JOIN generate_series(0, \(Int32(days - 1))) AS ahead
        WHERE f.organization_id = (SELECT access.organization())
      ),
      bed_day AS (
        SELECT b.unit_id, day.day, day.slug, day.name AS facility_name, day.facility_id,
          coalesce(bool_or(t.starts < day.ends
            AND (t.kind = 'planned' OR coalesce(t.ends, 'infinity') > day.begins)), false) AS is_taken,
          count(*) FILTER (
            WHERE t.kind = 'planned' AND t.starts >= day.begins AND t.starts < day.ends) AS arrivals,
          count(*) FILTER (
            WHERE t.kind IN ('stay', 'leave') AND t.ends >= day.begins AND t.ends < day.ends) AS departures
        FROM b
        JOIN day ON day.organization_id = b.organization_id AND day.facility_id = b.facility_id
          AND b.in_use && tstzrange(day.begins, day.ends)
        LEFT JOIN taken AS t ON t.bed_id = b.id
        GROUP BY b.unit_id, b.id, day.day, day.slug, day.name, day.facility_id
      )
      SELECT d.facility_id, d.slug AS facility, u.id AS unit_id, u.name AS unit, u.stage, u.exclusive_to,
        d.day, count(*) AS beds, count(*) FILTER (WHERE NOT d.is_taken) AS free,
        sum(d.arrivals)::bigint AS arrivals, sum(d.departures)::bigint AS departures
      FROM bed_day AS d
      JOIN clinic.unit AS u ON u.organization_id = (SELECT access.organization()) AND u.id = d.unit_id
      GROUP BY d.facility_name, d.facility_id, d.slug, u.id, u.name, u.stage, u.exclusive_to, d.day
      ORDER BY d.facility_name, u.name, u.id, d.day
      """
    ) { row in
      (
        UnitForecast(
          unitID: try row["unit_id"], unit: try row["unit"], stage: try row["stage"],
          exclusiveTo: try row["exclusive_to"], facilityID: try row["facility_id"],
          facility: try row["facility"], days: []),
        ForecastDay(
          day: try row["day"], beds: try row["beds"], free: try row["free"], arrivals: try row["arrivals"],
          departures: try row["departures"])
      )
    }.map { rows in
      rows.reduce(into: []) { units, row in
        if units.last?.unitID != row.0.unitID { units.append(row.0) }
        units[units.count - 1].days.append(row.1)
      }
    }
  }
}
