import Clinic
import Postgres
import Records

/// What a state has to be told: the difference between what it holds and what is proposed.
///
/// A state holds of a key the latest record that it did not reject; what it has not answered yet counts as held, so
/// that the same is not sent twice.
enum TEDSDifference {
  /// What a record says, without its transaction and month.
  private static func digest(_ content: SQL) -> SQL {
    "sha256(convert_to(substr(\(content), 2, 2) || substr(\(content), 10), 'UTF8'))"
  }

  /// Makes the table `sent`: first what is deleted, then what is changed, then what is added.
  ///
  /// A withheld record that the state has stays there as it is; while one of an episode is withheld, nothing of that
  /// episode is deleted, because what is withheld may be the same under another key.
  static func find(of facilities: [Facility.ID], month: TEDSMonth) -> SQL {
    """
    CREATE TEMPORARY TABLE sent ON COMMIT DROP AS
    WITH held AS (
      SELECT DISTINCT ON (r.kind, r.key) r.kind, r.key, r.system_transaction, r.content, r.digest, r.event_on,
        r.patient_id, r.episode_id, r.facility_id
      FROM clinic.teds_record AS r
      WHERE r.organization_id = (SELECT access.organization()) AND r.facility_id = ANY (\(facilities)::uuid[])
        AND r.event_on < \(month.next) AND r.answer IS DISTINCT FROM 'rejected'
      ORDER BY r.kind, r.key, r.batch_number DESC, r.place DESC
    ),
    there AS (
      SELECT * FROM held WHERE system_transaction <> 'D'
    ),
    told AS (
      SELECT CASE WHEN t.key IS NULL THEN 'A' ELSE 'C' END AS system_transaction, p.kind, p.key, p.content, p.event_on,
        p.patient_id, p.episode_id, p.facility_id
      FROM proposed AS p
      LEFT JOIN there AS t ON t.kind = p.kind AND t.key = p.key
      WHERE NOT p.is_withheld AND t.digest IS DISTINCT FROM \(digest("p.content"))
      UNION ALL
      SELECT 'D', t.kind, t.key, t.content, t.event_on, t.patient_id, t.episode_id, t.facility_id
      FROM there AS t
      JOIN clinic.teds_reporter AS w ON w.organization_id = (SELECT access.organization())
        AND w.facility_id = t.facility_id AND w.known_to = 'infinity' AND w.begins_on <= t.event_on
      WHERE NOT EXISTS (SELECT FROM proposed AS p WHERE p.kind = t.kind AND p.key = t.key)
        AND NOT EXISTS (SELECT FROM proposed AS p WHERE p.is_withheld AND p.episode_id = t.episode_id)
    )
    SELECT told.kind, told.key, told.system_transaction, told.event_on, told.patient_id, told.episode_id,
      told.facility_id, written.content, \(digest("written.content")) AS digest,
      row_number() OVER (
        PARTITION BY told.kind
        ORDER BY array_position('{D,C,A}'::text[], told.system_transaction), substr(told.content, 10, 30) COLLATE "C",
          told.event_on, told.key COLLATE "C")::integer AS place
    FROM told
    CROSS JOIN LATERAL (
      SELECT told.system_transaction || substr(told.content, 2, 2) || to_char(\(month.first)::date, 'MMYYYY')
        || substr(told.content, 10) AS content
    ) AS written
    """
  }

  /// The records of one file, in their order.
  static func contents(_ kind: TEDSLayout.Kind, places: ClosedRange<Int32>) -> Query<[String]> {
    .all(
      """
      SELECT content FROM sent
      WHERE kind = \(kind.rawValue) AND place BETWEEN \(places.lowerBound) AND \(places.upperBound)
      ORDER BY place
      """
    ) { try $0["content"] }
  }

  /// Who is told of.
  static let patients: Query<[Patient.ID]> = .all("SELECT DISTINCT patient_id FROM sent ORDER BY patient_id")
  {
    try $0["patient_id"]
  }
}
