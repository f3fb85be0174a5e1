import Clinic
import Foundation
import Postgres
import Records

/// Statements about what was sent.
package enum TEDSSubmissions {
  /// Of two reports at once one waits for the other.
  static let lock: Query<Int> = .execute(
    "SELECT pg_advisory_xact_lock(7336, hashtext(access.organization()::text))")

  /// The submissions that the caller may see, the latest first.
  package static func all(limit: Int) -> Query<[TEDSSubmission]> {
    .all("\(columns) ORDER BY b.number DESC LIMIT \(limit)", TEDSSubmission.init(row:))
  }

  /// One submission; nil when there is none.
  package static func find(_ id: TEDSSubmission.ID) -> Query<TEDSSubmission?> {
    .first("\(columns) AND b.id = \(id)", TEDSSubmission.init(row:))
  }

  /// The submission of that number; nil when there is none.
  package static func find(number: Int32) -> Query<TEDSSubmission?> {
    .first("\(columns) AND b.number = \(number)", TEDSSubmission.init(row:))
  }

  static func latest(of month: TEDSMonth, _ facilities: [Facility.ID]) -> Query<TEDSSubmission?> {
    .first(
      """
      \(columns) AND b.month = \(month.first) AND b.facilities @> \(facilities)::uuid[]
        AND b.facilities <@ \(facilities)::uuid[]
      ORDER BY b.number DESC
      LIMIT 1
      """, TEDSSubmission.init(row:))
  }

  /// Only submissions all of whose facilities the caller works in.
  private static let columns: SQL = """
    SELECT b.id, b.number, b.month, b.facilities, b.code_year, b.admissions, b.discharges, b.withheld,
      b.admissions_digest, b.discharges_digest, b.uncollected_elements, b.uncollected_counts, b.made_at,
      s.handle AS made_by, r.added, r.changed, r.deleted, r.accepted, r.rejected
    FROM clinic.teds_batch AS b
    JOIN access.staff AS s ON s.organization_id = b.organization_id AND s.id = b.made_by
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE w.system_transaction = 'A')::integer AS added,
        count(*) FILTER (WHERE w.system_transaction = 'C')::integer AS changed,
        count(*) FILTER (WHERE w.system_transaction = 'D')::integer AS deleted,
        count(*) FILTER (WHERE w.answer = 'accepted')::integer AS accepted,
        count(*) FILTER (WHERE w.answer = 'rejected')::integer AS rejected
      FROM clinic.teds_record AS w
      WHERE w.organization_id = b.organization_id AND w.batch_number = b.number
    ) AS r
    WHERE b.organization_id = (SELECT access.organization()) AND b.facilities <@ access.facilities()
    """

  /// The next `limit` records of a file behind a line, in their order.
  package static func contents(
    of number: Int32, _ kind: TEDSLayout.Kind, after place: Int32, limit: Int32
  ) -> Query<[(content: String, patient: Patient.ID)]> {
    .all(
      """
      SELECT content, patient_id FROM clinic.teds_record
      WHERE organization_id = (SELECT access.organization()) AND batch_number = \(number) AND kind = \(kind.rawValue)
        AND place > \(place)
      ORDER BY place
      LIMIT \(limit)
      """
    ) { (content: try $0["content"], patient: try $0["patient_id"]) }
  }
}

extension TEDSSubmission {
  init(row: Row) throws {
    let month: Day = try row["month"]
    let elements: [String] = try row["uncollected_elements"]
    let counts: [Int32] = try row["uncollected_counts"]
    self.init(
      id: try row["id"], number: try row["number"], month: TEDSMonth(of: month),
      facilities: try row["facilities"], codeYear: try row["code_year"], admissions: try row["admissions"],
      discharges: try row["discharges"], withheld: try row["withheld"],
      admissionsDigest: try row["admissions_digest"], dischargesDigest: try row["discharges_digest"],
      lacking: zip(elements, counts).compactMap { number, count in
        TEDSElement(number: number).map { Lacking(element: $0, count: count) }
      },
      madeAt: try row["made_at"], madeBy: try row["made_by"],
      answers: Answers(
        added: try row["added"], changed: try row["changed"], deleted: try row["deleted"],
        accepted: try row["accepted"], rejected: try row["rejected"]))
  }
}
