import Clinic
import Foundation
import Postgres

/// The statements that put together what a state is told of, in temporary tables of one transaction.
package struct ReportedSpells: Sendable {
  /// The facilities that the report is of.
  package let facilities: [Facility.ID]
  /// The first day that it does not tell of.
  package let until: Day
  package let now: Date
  /// The services that levels of care leave no choice of.
  package let editions: [Int16]
  package let levels: [String]
  package let services: [Int16]

  package init(
    of facilities: [Facility.ID], until: Day, at now: Date,
    services known: [(edition: Int16, level: String, service: Int16)]
  ) {
    self.facilities = facilities
    self.until = until
    self.now = now
    editions = known.map(\.edition)
    levels = known.map(\.level)
    services = known.map(\.service)
  }

  /// The facilities that the caller works in and that report, or those of them in `facilities`; asked before
  /// `open`, which opens all.
  package static func reporting(_ facilities: [Facility.ID]?) -> Query<[Facility.ID]> {
    .all(
      """
      SELECT r.facility_id
      FROM clinic.teds_reporter AS r
      WHERE r.organization_id = (SELECT access.organization()) AND r.known_to = 'infinity'
        AND r.facility_id = ANY ((SELECT access.facilities())::uuid[])
        AND (\(facilities)::uuid[] IS NULL OR r.facility_id = ANY (\(facilities)::uuid[]))
      ORDER BY r.state, r.provider_id
      """
    ) { try $0["facility_id"] }
  }

  /// Opens every facility for the rest of the unit, and to whoever sends the report every chart.
  package static let open: Query<Int> = .execute("SELECT access.open_for_reporting()")

  /// The statements that make the table `reported`, in their order.
  package var statements: [SQL] {
    [spells, persons, "CREATE INDEX ON reported (ordinal)", "ANALYZE reported"]
  }

  /// How many spells there are.
  package static let count: Query<Int32> = .one(
    "SELECT coalesce(max(ordinal), 0) AS count FROM reported"
  ) { try $0["count"] }

  /// The spells of these ordinals, in order.
  package static func read(_ ordinals: ClosedRange<Int32>) -> Query<[ReportedSpell]> {
    .all(
      """
      SELECT * FROM reported
      WHERE ordinal BETWEEN \(ordinals.lowerBound) AND \(ordinals.upperBound)
      ORDER BY ordinal
      """, ReportedSpell.init(row:))
  }

  /// Stays that follow one another in one service of one facility are one spell: for the state nothing changed.
  private var spells: SQL {
    """
    CREATE TEMPORARY TABLE spell ON COMMIT DROP AS
    WITH reporter AS MATERIALIZED (
      SELECT r.facility_id, r.begins_on::timestamp AT TIME ZONE f.time_zone AS begins_at,
        least(\(until)::date::timestamp AT TIME ZONE f.time_zone, \(now)) AS ends_at
      FROM clinic.teds_reporter AS r
      JOIN clinic.facility AS f ON f.organization_id = r.organization_id AND f.id = r.facility_id
      WHERE r.organization_id = (SELECT access.organization()) AND r.known_to = 'infinity'
        AND r.facility_id = ANY (\(facilities)::uuid[])
    ),
    touched AS MATERIALIZED (
      SELECT DISTINCT s.episode_id
      FROM reporter AS r
      JOIN clinic.stay_fact AS s ON s.organization_id = (SELECT access.organization()) AND s.facility_id = r.facility_id
        AND s.known_to = 'infinity' AND s.ends > r.begins_at AND lower(s.valid) < r.ends_at
    ),
    stay AS (
      SELECT s.episode_id, s.patient_id, s.facility_id, s.stay_id, lower(s.valid) AS starts,
        CASE WHEN s.ends <= \(now) THEN s.ends END AS ends, s.end_reason, s.medication_assisted, s.recorded_by,
        coalesce(s.service::smallint, known.service) AS service
      FROM touched AS t
      JOIN clinic.stay_fact AS s ON s.organization_id = (SELECT access.organization()) AND s.episode_id = t.episode_id
        AND s.known_to = 'infinity' AND lower(s.valid) <= \(now)
      LEFT JOIN unnest(\(editions)::smallint[], \(levels)::text[], \(services)::smallint[])
        AS known (edition, level, service)
        ON s.service IS NULL AND known.edition = s.level_edition AND known.level = s.level_code
    ),
    numbered AS (
      SELECT m.*, count(*) FILTER (WHERE m.opens) OVER (PARTITION BY m.episode_id ORDER BY m.starts) AS position
      FROM (
        SELECT s.*,
          (s.facility_id, s.service) IS DISTINCT FROM (lag(s.facility_id) OVER episode, lag(s.service) OVER episode)
            AS opens
        FROM stay AS s
        WINDOW episode AS (PARTITION BY s.episode_id ORDER BY s.starts)
      ) AS m
    )
    SELECT n.episode_id, n.patient_id, n.facility_id, n.service, n.position::integer AS position, min(n.starts) AS starts,
      CASE WHEN bool_and(n.ends IS NOT NULL) THEN max(n.ends) END AS ends,
      (array_agg(n.stay_id ORDER BY n.starts DESC))[1] AS last_stay_id,
      (array_agg(n.end_reason ORDER BY n.starts DESC))[1]::smallint AS end_reason,
      (array_agg(n.medication_assisted ORDER BY n.starts))[1] AS medication_assisted,
      (array_agg(n.recorded_by ORDER BY n.starts))[1] AS stay_by,
      (array_agg(n.recorded_by ORDER BY n.starts DESC))[1] AS end_by,
      count(*) OVER (PARTITION BY n.episode_id) AS spells
    FROM numbered AS n
    GROUP BY n.episode_id, n.patient_id, n.facility_id, n.service, n.position
    """
  }
}
