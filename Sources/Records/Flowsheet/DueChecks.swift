import Clinic
import Foundation
import Postgres

/// Queries about what is due.
package enum DueChecks {
  /// The most pressing checks of people who are in treatment at `now`, what is due first standing first.
  ///
  /// It reads one row for each check that goes on and the beds that are taken, and no history.
  package static func list(_ filter: DueFilter, at now: Date) -> PatientList<DueListRow> {
    // The whole is gone through with as little of each line as decides about it; the rest is read of the page alone.
    PatientList(
      """
      WITH due AS MATERIALIZED (
        SELECT c.monitoring_id, c.check_name, c.due_at, c.late_at, c.changed_at, c.raised_at, u.name AS unit, b.label AS bed
        \(checks(filter, at: now)) AND c.ends_at > \(now) AND \(wanted(filter))
      ),
      counted AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE due.late_at < \(now)) AS late,
          count(*) FILTER (WHERE due.late_at >= \(now) AND due.due_at <= \(filter.until)) AS due,
          count(due.raised_at) AS raised,
          count(*) FILTER (WHERE due.changed_at >= \(filter.since)::timestamptz) AS changed,
          count(*) FILTER (WHERE \(rest(filter.after))) AS still
        FROM due
      ),
      page AS MATERIALIZED (
        SELECT due.monitoring_id, due.check_name, due.unit, due.bed
        FROM due
        WHERE \(rest(filter.after))
        ORDER BY due.due_at NULLS LAST, due.monitoring_id, due.check_name
        LIMIT \(filter.limit)
      )
      SELECT c.monitoring_id, c.check_name, c.episode_id, c.patient_id, c.facility_id, c.protocol, c.title, c.due_at,
        c.late_at, c.minutes, c.minutes_before, c.changed_at, c.last_at, c.last_outcome, c.last_score, c.raised_at,
        c.raised_tell, c.raised_then, c.raised_score, c.answer_by, c.answered_at, page.unit, page.bed, counted.*,
        concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name) AS patient_name
      FROM page
      CROSS JOIN counted
      JOIN clinic.due_check AS c ON c.organization_id = (SELECT access.organization())
        AND c.monitoring_id = page.monitoring_id AND c.check_name = page.check_name
      LEFT JOIN clinic.demographics AS p ON p.organization_id = (SELECT access.organization())
        AND p.patient_id = c.patient_id AND p.known_to = 'infinity'
      ORDER BY c.due_at NULLS LAST, c.monitoring_id, c.check_name
      """, patient: "patient_id", isPlannedOnce: true, DueListRow.init(row:))
  }

  private static func wanted(_ filter: DueFilter) -> SQL {
    guard let since = filter.since else { return "c.due_at <= \(filter.until)" }
    return "(c.due_at <= \(filter.until) OR c.changed_at >= \(since) OR c.raised_at IS NOT NULL)"
  }

  /// What stands after a place in the list.
  private static func rest(_ place: DuePlace?) -> SQL {
    guard let place else { return "true" }
    guard let due = place.due else {
      return """
        due.due_at IS NULL AND (due.monitoring_id, due.check_name) > (\(place.monitoringID), \(place.check)::text)
        """
    }
    return """
      (due.due_at IS NULL OR (due.due_at, due.monitoring_id, due.check_name)
        > (\(due), \(place.monitoringID), \(place.check)::text))
      """
  }

  /// Checks with the bed of the person: of a unit those of whoever is in one of its beds, otherwise of everybody in treatment.
  private static func checks(_ filter: DueFilter, at now: Date) -> SQL {
    let bed: SQL =
      "clinic.bed AS b ON b.organization_id = (SELECT access.organization()) AND b.id = taken.bed_id"
    let unit: SQL =
      "clinic.unit AS u ON u.organization_id = (SELECT access.organization()) AND u.id = b.unit_id"
    let taken = taken(filter, at: now)
    guard let wanted = filter.unit else {
      return """
        FROM clinic.due_check AS c
        LEFT JOIN (\(taken)) AS taken ON taken.episode_id = c.episode_id
        LEFT JOIN \(bed)
        LEFT JOIN \(unit)
        WHERE c.organization_id = (SELECT access.organization()) AND \(facility(filter, of: "c.facility_id"))
          AND c.treated_from <= \(now)
        """
    }
    return """
      FROM (\(taken)) AS taken
      JOIN \(bed)
      JOIN \(unit)
      JOIN clinic.due_check AS c ON c.organization_id = (SELECT access.organization())
        AND c.episode_id = taken.episode_id
      WHERE b.unit_id = \(wanted)
      """
  }

  /// The bed of each episode: the last that it took and that still is taken.
  private static func taken(_ filter: DueFilter, at now: Date) -> SQL {
    """
    SELECT DISTINCT ON (o.episode_id) o.episode_id, o.bed_id
    FROM clinic.occupation AS o
    WHERE o.organization_id = (SELECT access.organization()) AND \(facility(filter, of: "o.facility_id"))
      AND o.known_to = 'infinity' AND o.ends > \(now) AND o.starts <= \(now) AND o.stay_id IS NOT NULL
    ORDER BY o.episode_id, o.starts DESC
    """
  }

  private static func facility(_ filter: DueFilter, of column: SQL) -> SQL {
    guard filter.facility == nil, let unit = filter.unit else {
      return Facilities.isLookedAt(filter.facility, column)
    }
    return """
      \(column) = (
        SELECT facility_id FROM clinic.unit WHERE organization_id = (SELECT access.organization()) AND id = \(unit))
      """
  }
}
