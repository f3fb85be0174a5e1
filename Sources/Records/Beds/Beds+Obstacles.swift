import Clinic
import Foundation
import Postgres

extension Beds {
  /// What stands in a bed during some of `time`, the first of them; nil when it is free throughout.
  static func obstacle(of bed: Bed.ID, during time: PostgresRange<Date>) -> Query<BedTaken?> {
    .first(
      """
      SELECT b.label, o.kind, upper(o.valid) AS until, s.name AS entered_by, f.time_zone
      FROM clinic.bed AS b
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      JOIN (
        SELECT organization_id, bed_id, kind, valid, recorded_by
        FROM clinic.occupation
        WHERE known_to = 'infinity' AND valid && \(time) AND kind <> 'retired'
        UNION ALL
        SELECT organization_id, bed_id, kind, valid, NULL FROM access.closed_occupations(NULL, \(time), NULL)
      ) AS o ON o.organization_id = b.organization_id AND o.bed_id = b.id
      LEFT JOIN access.staff AS s ON s.organization_id = b.organization_id AND s.id = o.recorded_by
      WHERE b.organization_id = (SELECT access.organization()) AND b.id = \(bed)
      ORDER BY lower(o.valid)
      LIMIT 1
      """
    ) { row in
      BedTaken(
        bed: try row["label"], by: try row["kind"], until: try row["until"],
        enteredBy: try row["entered_by"], timeZone: try row["time_zone"], field: "bed_id")
    }
  }

  /// Beds of the same facility that are free for all of `time`: of the same unit first, then of the same stage and kind.
  static func free(
    insteadOf bed: Bed.ID, during time: PostgresRange<Date>, limit: Int = 3
  ) -> Query<[FreeBed]> {
    .all(
      """
      SELECT b.id, f.slug || '/' || lower(u.name) || '/' || b.label AS path
      FROM clinic.bed AS wanted
      JOIN clinic.unit AS own ON own.organization_id = wanted.organization_id AND own.id = wanted.unit_id
      JOIN clinic.bed AS b ON b.organization_id = wanted.organization_id AND b.facility_id = wanted.facility_id
        AND b.id <> wanted.id AND \(time) <@ b.in_use
      JOIN clinic.unit AS u ON u.organization_id = b.organization_id AND u.id = b.unit_id
      JOIN clinic.facility AS f ON f.organization_id = b.organization_id AND f.id = b.facility_id
      WHERE wanted.organization_id = (SELECT access.organization()) AND wanted.id = \(bed)
        AND NOT \(isTaken(from: time.lower ?? .distantPast, to: time.upper))
        AND NOT EXISTS (
          SELECT FROM access.closed_occupations(wanted.facility_id, \(time), NULL) AS closed WHERE closed.bed_id = b.id)
      ORDER BY u.id <> own.id, u.stage <> own.stage, u.exclusive_to IS DISTINCT FROM own.exclusive_to, u.name, b.label
      LIMIT \(Int64(limit))
      """
    ) { row in FreeBed(id: try row["id"], path: try row["path"]) }
  }
}

extension Records {
  /// When the database refuses a bed, asks what stands in it and what is free, so that the refusal can say so.
  func explainingBedTaken<Result: Sendable>(
    _ bed: Bed.ID?, during time: PostgresRange<Date>, as caller: Caller, _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch let conflict as Conflict where conflict.code == "bed-taken" {
      guard let bed else { throw conflict }
      let (obstacle, free) = try await run(
        as: caller, Action(.bedRead, subject: bed.rawValue), Beds.obstacle(of: bed, during: time),
        Beds.free(insteadOf: bed, during: time))
      throw obstacle?.offering(free) ?? conflict
    }
  }
}
