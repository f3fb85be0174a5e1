import Clinic
import Foundation
import Postgres
import Records

extension TEDSSubmissions {
  /// The submission, with the next number.
  static func insert(
    _ id: TEDSSubmission.ID, _ month: TEDSMonth, _ facilities: [Facility.ID], withheld: Int32,
    lacking: [(element: TEDSElement, count: Int32)], admissions: [UInt8], discharges: [UInt8], at now: Date
  ) -> SQL {
    """
    INSERT INTO clinic.teds_batch (
      organization_id, id, number, month, facilities, code_year, admissions, discharges, withheld, admissions_digest,
      discharges_digest, uncollected_elements, uncollected_counts, made_at, made_by)
    SELECT access.organization(), \(id),
      coalesce((SELECT max(number) FROM clinic.teds_batch WHERE organization_id = (SELECT access.organization())), 0) + 1,
      \(month.first), \(facilities)::uuid[], \(Int16(month.first.year)),
      count(*) FILTER (WHERE kind = 'admission'), count(*) FILTER (WHERE kind = 'discharge'), \(withheld),
      \(admissions), \(discharges), \(lacking.map(\.element.number))::text[], \(lacking.map(\.count))::integer[],
      \(now), access.staff_member()
    FROM sent
    """
  }

  static func insertRecords(of id: TEDSSubmission.ID) -> SQL {
    """
    INSERT INTO clinic.teds_record (
      organization_id, batch_number, kind, place, system_transaction, key, content, digest, event_on, patient_id,
      episode_id, facility_id)
    SELECT b.organization_id, b.number, s.kind, s.place, s.system_transaction, s.key, s.content, s.digest, s.event_on,
      s.patient_id, s.episode_id, s.facility_id
    FROM clinic.teds_batch AS b
    CROSS JOIN sent AS s
    WHERE b.organization_id = (SELECT access.organization()) AND b.id = \(id)
    ORDER BY s.kind, s.place
    """
  }

  /// A line in the accounting of disclosures for everybody whom it tells a state of.
  ///
  /// The basis is an audit or evaluation that a law or agreement mandates (42 CFR 2.53), by the reference that the
  /// facility named when it was enrolled.
  static func account(for digest: [UInt8], notice: DisclosureNotice, at now: Date) -> SQL {
    """
    INSERT INTO clinic.disclosure (
      organization_id, id, patient_id, basis, recipient, authority, categories, purpose, notice_version,
      document_digest, at, disclosed_by)
    SELECT access.organization(), gen_random_uuid(), s.patient_id, 'audit', r.agency, r.authority,
      '{demographics,intake,substance_use,treatment}', 'report to the state (TEDS)', \(notice.version), \(digest),
      \(now), access.staff_member()
    FROM (SELECT DISTINCT patient_id, facility_id FROM sent) AS s
    JOIN clinic.teds_reporter AS r ON r.organization_id = (SELECT access.organization())
      AND r.facility_id = s.facility_id AND r.known_to = 'infinity'
    """
  }
}
