import Clinic
import Foundation
import Postgres

/// Queries about orders and the doses of a time.
package enum Medications {
  /// The orders of an episode in order of time, with what was done about doses since `instant`.
  package static func of(_ episode: Episode.ID, since instant: Date) -> Query<[MedicationRecord]> {
    Query<[Entry]>.all(select("o.episode_id = \(episode)", since: instant), Entry.init(row:))
      .map { grouped($0) }
  }

  /// The orders of a person in order of time, with all that was done about their doses.
  static func of(_ patient: Patient.ID) -> Query<[MedicationRecord]> {
    Query<[Entry]>.all(select("o.patient_id = \(patient)", since: .distantPast), Entry.init(row:))
      .map { grouped($0) }
  }

  /// One order, with what was done about doses since `instant`; nil when there is none that the caller may see.
  static func find(_ id: MedicationOrder.ID, since instant: Date) -> Query<MedicationRecord?> {
    Query<[Entry]>.all(select("o.id = \(id)", since: instant), Entry.init(row:)).map { grouped($0).first }
  }

  /// The orders that were not over at `instant` of everybody who is in a stay at `now`, of one facility or of all that
  /// the caller works in.
  ///
  /// There is a row for each dose; `grouped` puts them together.
  package static func due(facility: Facility.ID?, at now: Date, since instant: Date) -> PatientList<Entry> {
    let isThere: SQL = Facilities.isLookedAt(facility, "s.facility_id")
    return PatientList(
      select(
        """
        o.episode_id IN (
          SELECT s.episode_id FROM clinic.stay_fact AS s
          WHERE s.organization_id = (SELECT access.organization()) AND s.known_to = 'infinity' AND \(isThere)
            AND s.ends > \(now) AND lower(s.valid) <= \(now))
          AND (o.until IS NULL OR o.until > \(instant)) AND (stop.stopped_at IS NULL OR stop.stopped_at > \(instant))
        """, since: instant), patient: "patient_id", Entry.init(row:))
  }

  /// An order with at most one of its doses.
  package struct Entry: Sendable {
    let record: MedicationRecord
    let dose: Dose?

    init(row: Row) throws {
      record = try MedicationRecord(row: row)
      dose = try Dose(ifAny: row)
    }
  }

  /// Each order once, with all its doses.
  package static func grouped(_ entries: [Entry]) -> [MedicationRecord] {
    var records: [MedicationRecord] = []
    for entry in entries {
      if records.last?.order.id != entry.record.order.id { records.append(entry.record) }
      if let dose = entry.dose { records[records.count - 1].doses.append(dose) }
    }
    return records
  }

  private static func select(_ condition: SQL, since instant: Date) -> SQL {
    """
    SELECT o.id, o.episode_id, o.stay_id, o.patient_id, o.facility_id, o.kind, o.drug, o.code, o.amount, o.unit, o.route,
      o.times, o.every_minutes, o.taper_amounts, o.taper_days, o.minimum_minutes, o.maximum_in_24h, o.starts, o.until,
      o.indication, o.controlled, o.witness_needed, o.warnings, o.acknowledged, o.ordered_at, f.time_zone,
      prescriber.name AS prescriber, stop.stopped_at, stopper.name AS stopped_by, stop.reason AS stop_reason,
      concat_ws(' ', coalesce(p.preferred_name, p.given_name), p.family_name) AS patient_name,
      episode.ended_at AS episode_end, stay.ids AS stay_ids, stay.starts AS stay_starts, stay.ends AS stay_ends,
      accepted.ids AS accepted_ids, accepted.times AS accepted_times, d.dose_id, d.due_at, d.outcome, d.at,
      d.amount AS dose_amount, d.cause, d.note, giver.name AS given_by, witness.name AS witness
    FROM clinic.medication_order AS o
    JOIN clinic.facility AS f ON f.organization_id = o.organization_id AND f.id = o.facility_id
    JOIN access.staff AS prescriber ON prescriber.organization_id = o.organization_id AND prescriber.id = o.prescriber_id
    LEFT JOIN clinic.demographics AS p ON p.organization_id = o.organization_id AND p.patient_id = o.patient_id
      AND p.known_to = 'infinity'
    LEFT JOIN clinic.order_stop AS stop ON stop.organization_id = o.organization_id AND stop.order_id = o.id
    LEFT JOIN access.staff AS stopper ON stopper.organization_id = o.organization_id AND stopper.id = stop.recorded_by
    LEFT JOIN LATERAL (
      SELECT upper(e.valid) AS ended_at
      FROM clinic.episode_fact AS e
      WHERE e.organization_id = o.organization_id AND e.episode_id = o.episode_id AND e.known_to = 'infinity'
    ) AS episode ON true
    CROSS JOIN LATERAL (
      SELECT array_agg(s.stay_id ORDER BY lower(s.valid)) AS ids,
        array_agg(lower(s.valid) ORDER BY lower(s.valid)) AS starts,
        array_agg(upper(s.valid) ORDER BY lower(s.valid)) AS ends
      FROM clinic.stay_fact AS s
      WHERE s.organization_id = o.organization_id AND s.episode_id = o.episode_id AND s.known_to = 'infinity'
    ) AS stay
    CROSS JOIN LATERAL (
      SELECT array_agg(a.stay_id) AS ids, array_agg(a.accepted_at) AS times
      FROM clinic.order_acceptance AS a
      WHERE a.organization_id = o.organization_id AND a.order_id = o.id
    ) AS accepted
    LEFT JOIN clinic.dose AS d ON d.organization_id = o.organization_id AND d.order_id = o.id AND d.known_to = 'infinity'
      AND d.outcome <> 'entered_in_error' AND d.at >= \(instant)
    LEFT JOIN access.staff AS giver ON giver.organization_id = d.organization_id AND giver.id = d.by_id
    LEFT JOIN access.staff AS witness ON witness.organization_id = d.organization_id AND witness.id = d.witness_id
    WHERE o.organization_id = (SELECT access.organization()) AND \(condition)
    ORDER BY o.patient_id, o.starts, o.id, d.at, d.id
    """
  }
}
