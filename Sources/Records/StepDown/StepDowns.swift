import Clinic
import Foundation
import Postgres

/// A stay whose end somebody has to see to, with everything that is on record about it.
package struct GuardedStay: Sendable, Hashable {
  package let record: StayRecord
  package let situation: StepDownSituation
  package let patientName: String
  /// Who sees to an item, where somebody is named for it.
  package let owners: [StepDownItem: String]
}

/// Queries for the step-down guard.
package enum StepDowns {
  /// The stays in detox and residential that go on at `now`, of one facility or of all that the caller works in.
  package static func all(facility: Facility.ID?, at now: Date) -> PatientList<GuardedStay> {
    list(Facilities.isLookedAt(facility, "s.facility_id"), at: now)
  }

  /// The one stay, if it goes on at `now` and is one that the guard looks at.
  package static func of(_ stay: Stay.ID, at now: Date) -> PatientList<GuardedStay> {
    list("s.stay_id = \(stay)", at: now)
  }

  /// What is planned for the end of a stay, with the identity of the row; nil when nothing was planned yet.
  static func plan(of stay: Stay.ID) -> Query<(id: UUID, plan: StepDownPlan)?> {
    .first(
      """
      SELECT p.id, \(planColumns)
      FROM clinic.step_down_plan AS p
      WHERE p.organization_id = (SELECT access.organization()) AND p.stay_id = \(stay) AND p.known_to = 'infinity'
      """
    ) { (try $0["id"], try StepDownPlan(row: $0)) }
  }

  private static let planColumns: SQL = """
    p.expected_end, p.basis, p.next_stage, p.next_edition, p.next_code, p.destination,
      p.transport, p.transport_note
    """

  private static func list(_ condition: SQL, at now: Date) -> PatientList<GuardedStay> {
    PatientList(
      """
      SELECT \(Stays.columns), \(planColumns), concat_ws(' ', coalesce(d.preferred_name, d.given_name), d.family_name) AS patient_name,
        next.stage AS planned_stage, authorized.until AS authorized_until,
        held.label AS held_label, held.starts AS held_from, held.ends AS held_until, held.is_here AS held_here,
        asked.decision, assessed.at AS assessed_at,
        h.hand_off_id, h.to_name, h.to_staff_id, h.to_place, h.offered_at, h.answer, h.answered_at, h.note AS hand_off_note,
        a.appointment_id, a.at AS appointment_at, a.place AS appointment_place, a.with_name AS appointment_with,
        owner.items AS owned_items, owner.names AS owner_names
      FROM clinic.stay_fact AS s
      JOIN clinic.facility AS f ON f.organization_id = s.organization_id AND f.id = s.facility_id
      LEFT JOIN clinic.demographics AS d ON d.organization_id = s.organization_id AND d.patient_id = s.patient_id
        AND d.known_to = 'infinity'
      LEFT JOIN clinic.step_down_plan AS p ON p.organization_id = s.organization_id AND p.stay_id = s.stay_id
        AND p.known_to = 'infinity'
      LEFT JOIN LATERAL (
        SELECT n.stage, n.level_edition, n.level_code
        FROM clinic.stay_fact AS n
        WHERE n.organization_id = s.organization_id AND n.episode_id = s.episode_id AND n.known_to = 'infinity'
          AND lower(n.valid) >= upper(s.valid)
        ORDER BY lower(n.valid)
        LIMIT 1
      ) AS next ON true
      LEFT JOIN LATERAL (
        SELECT upper(run)::timestamp AT TIME ZONE f.time_zone AS until
        FROM (
          SELECT unnest(range_agg(z.days)) AS run
          FROM clinic.authorization AS z
          WHERE z.organization_id = s.organization_id AND z.episode_id = s.episode_id AND z.known_to = 'infinity'
            AND z.decision = 'approved' AND (z.level_edition, z.level_code) = (s.level_edition, s.level_code)
        ) AS runs
        WHERE run @> (\(now) AT TIME ZONE f.time_zone)::date
      ) AS authorized ON true
      CROSS JOIN LATERAL (SELECT coalesce(upper(s.valid), p.expected_end, authorized.until) AS at) AS expected
      LEFT JOIN LATERAL (
        SELECT b.label, lower(o.valid) AS starts, upper(o.valid) AS ends, b.facility_id = s.facility_id AS is_here
        FROM clinic.occupation AS o
        JOIN clinic.bed AS b ON b.organization_id = o.organization_id AND b.id = o.bed_id
        JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
        WHERE o.organization_id = s.organization_id AND o.patient_id = s.patient_id AND o.known_to = 'infinity'
          AND o.kind IN ('hold', 'planned') AND (upper_inf(o.valid) OR upper(o.valid) > \(now))
          AND u.stage = coalesce(next.stage, p.next_stage)
        ORDER BY lower(o.valid)
        LIMIT 1
      ) AS held ON true
      LEFT JOIN LATERAL (
        SELECT z.decision
        FROM clinic.authorization AS z
        WHERE z.organization_id = s.organization_id AND z.episode_id = s.episode_id AND z.known_to = 'infinity'
          AND (z.level_edition, z.level_code)
            = (coalesce(next.level_edition, p.next_edition), coalesce(next.level_code, p.next_code))
          AND CASE WHEN expected.at IS NULL THEN upper(z.days) > (\(now) AT TIME ZONE f.time_zone)::date
            ELSE z.days @> (expected.at AT TIME ZONE f.time_zone)::date END
          AND z.decision <> 'entered_in_error'
        ORDER BY array_position(ARRAY['approved', 'not_required', 'requested', 'denied'], z.decision)
        LIMIT 1
      ) AS asked ON true
      LEFT JOIN LATERAL (
        SELECT max(l.at) AS at
        FROM clinic.level_assessment AS l
        WHERE l.organization_id = s.organization_id AND l.episode_id = s.episode_id AND l.known_to = 'infinity'
      ) AS assessed ON true
      LEFT JOIN LATERAL (
        SELECT *
        FROM clinic.hand_off AS o
        WHERE o.organization_id = s.organization_id AND o.stay_id = s.stay_id AND o.known_to = 'infinity'
          AND o.answer IS DISTINCT FROM 'withdrawn'
        ORDER BY (o.answer = 'accepted') DESC NULLS LAST, o.offered_at DESC
        LIMIT 1
      ) AS h ON true
      LEFT JOIN LATERAL (
        SELECT *
        FROM clinic.appointment AS o
        WHERE o.organization_id = s.organization_id AND o.patient_id = s.patient_id AND o.known_to = 'infinity'
          AND o.state = 'planned' AND o.at >= coalesce(expected.at, \(now))
        ORDER BY o.at
        LIMIT 1
      ) AS a ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(w.item) AS items, array_agg(m.name) AS names
        FROM clinic.step_down_owner AS w
        JOIN access.staff AS m ON m.organization_id = w.organization_id AND m.id = w.staff_id
        WHERE w.organization_id = s.organization_id AND w.stay_id = s.stay_id AND w.known_to = 'infinity'
      ) AS owner ON true
      WHERE s.organization_id = (SELECT access.organization()) AND s.known_to = 'infinity'
        AND s.stage IN ('detox', 'residential') AND lower(s.valid) <= \(now)
        AND s.ends > \(now) AND \(condition)
      ORDER BY expected.at NULLS FIRST, lower(s.valid), s.stay_id
      """, patient: "patient_id", GuardedStay.init(row:))
  }
}

extension StepDownItem: PostgresEncodable, PostgresDecodable {}
extension StepDownPlan.Basis: PostgresEncodable, PostgresDecodable {}
extension StepDownPlan.Transport: PostgresEncodable, PostgresDecodable {}

extension StepDownPlan {
  init(row: Row) throws {
    let end: Date? = try row["expected_end"]
    let edition: LevelOfCare.Edition? = try row["next_edition"]
    let code: String? = try row["next_code"]
    self.init(
      expectedEnd: try end.map { ExpectedEnd(at: $0, basis: try row["basis"]) },
      nextStage: try row["next_stage"],
      nextLevel: zip(edition, code).map { LevelOfCare(edition: $0, code: $1) },
      destination: try row["destination"], transport: try row["transport"],
      transportNote: try row["transport_note"])
  }
}

extension GuardedStay {
  init(row: Row) throws {
    let record = try StayRecord(row: row)
    let items: [StepDownItem] = try row["owned_items"] ?? []
    let names: [String] = try row["owner_names"] ?? []
    self.init(
      record: record,
      situation: StepDownSituation(
        stay: record.stay, plan: try StepDownPlan(row: row),
        plannedMove: try record.stay.during.end.map { .init(at: $0, stage: try row["planned_stage"]) },
        authorizedUntil: try row["authorized_until"], heldPlace: try Self.heldPlace(row),
        nextAuthorization: try row["decision"], assessedAt: try row["assessed_at"],
        handOff: try HandOff(ifAny: row, of: record.stay.id), appointment: try Self.appointment(row)),
      patientName: try row["patient_name"],
      owners: Dictionary(uniqueKeysWithValues: Swift.zip(items, names).map { ($0, $1) }))
  }

  private static func heldPlace(_ row: Row) throws -> StepDownSituation.HeldPlace? {
    guard let label: Line = try row["held_label"] else { return nil }
    return .init(
      bed: label, during: try Interval(start: try row["held_from"], end: try row["held_until"]),
      isHere: try row["held_here"])
  }

  private static func appointment(_ row: Row) throws -> Appointment? {
    guard let id: Appointment.ID = try row["appointment_id"] else { return nil }
    return Appointment(
      id: id, episodeID: try row["episode_id"], at: try row["appointment_at"],
      place: try row["appointment_place"], with: try row["appointment_with"])
  }
}

extension HandOff {
  /// Nil where the row holds none.
  fileprivate init?(ifAny row: Row, of stay: Stay.ID) throws {
    guard let id: HandOff.ID = try row["hand_off_id"] else { return nil }
    let answer: Kind? = try row["answer"]
    let staff: Staff.ID? = try row["to_staff_id"]
    let name: Line = try row["to_name"]
    let place: Line? = try row["to_place"]
    self.init(
      id: id, stayID: stay,
      receiver: staff.map { .staff($0, name: name) } ?? .outside(name: name, place: place),
      offeredAt: try row["offered_at"], answer: try answer.map { Answer($0, at: try row["answered_at"]) },
      note: try row["hand_off_note"])
  }
}
