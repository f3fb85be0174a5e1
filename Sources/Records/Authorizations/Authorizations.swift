import Clinic
import Foundation
import Postgres

/// Queries about what payers authorized.
package enum Authorizations {
  /// The authorizations of an episode as they now stand, by first day; those entered in error are left out.
  package static func of(_ episode: Episode.ID) -> Query<[Authorization]> {
    .all(select("episode_id = \(episode) AND decision <> 'entered_in_error'"), Authorization.init(row:))
  }

  /// One authorization; nil when there is none that the caller may see.
  package static func find(_ id: Authorization.ID) -> Query<Authorization?> {
    .first(select("authorization_id = \(id)"), Authorization.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT authorization_id, episode_id, payer, reference, level_edition, level_code, lower(days) AS first_day,
      upper(days) - 1 AS last_day, decision, reason
    FROM clinic.authorization
    WHERE organization_id = (SELECT access.organization()) AND \(condition) AND known_to = 'infinity'
    ORDER BY lower(days), authorization_id
    """
  }
}

extension Records {
  /// Writes down what a payer was asked, or said, about a level of care.
  ///
  /// Throws `NotFound` when there is no such episode, and a `Conflict` when a day is authorized at the level already.
  package func record(
    _ authorization: Authorization, as caller: Caller, once: Once<Authorization>? = nil
  ) async throws {
    let episode = authorization.episodeID
    let found = try await run(
      as: caller, Action(.episodeRead, subject: episode.rawValue), Episodes.find(episode))
    guard let record = found?.episode else { throw NotFound("episode") }
    let action = Action(
      .authorizationRecord, patients: [record.patientID], subject: authorization.id.rawValue)
    try await judging(action, as: caller) { _ = try LevelCatalogue.shipped().find(authorization.level) }
    let insert: SQL = """
      INSERT INTO clinic.authorization (
        organization_id, id, authorization_id, episode_id, patient_id, facility_id, payer, reference, level_edition,
        level_code, days, decision, known_from, recorded_by, reason)
      VALUES (
        access.organization(), gen_random_uuid(), \(authorization.id), \(episode), \(record.patientID),
        \(record.facilityID), \(authorization.payer), \(authorization.reference), \(authorization.level.edition),
        \(authorization.level.code), daterange(\(authorization.firstDay), \(authorization.lastDay), '[]'),
        \(authorization.decision), \(clock()), access.staff_member(), \(authorization.reason))
      """
    try await write([insert], as: caller, action, once: once, for: authorization)
  }

  /// Replaces an authorization by what is now said of it: decided, extended, shortened, entered in error.
  ///
  /// Throws `NotFound` when there is none, and a `Conflict` when a day is authorized at the level already.
  package func amend(
    _ authorization: Authorization, as caller: Caller, once: Once<Authorization>? = nil
  ) async throws {
    let now = clock()
    let replace: SQL = """
      WITH old AS (
        UPDATE clinic.authorization SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND authorization_id = \(authorization.id)
          AND known_to = 'infinity'
        RETURNING *
      ),
      new AS (
        INSERT INTO clinic.authorization (
          organization_id, id, authorization_id, episode_id, patient_id, facility_id, payer, reference, level_edition,
          level_code, days, decision, known_from, recorded_by, reason, corrects)
        SELECT organization_id, gen_random_uuid(), authorization_id, episode_id, patient_id, facility_id, payer,
          \(authorization.reference), level_edition, level_code,
          daterange(\(authorization.firstDay), \(authorization.lastDay), '[]'), \(authorization.decision), \(now),
          access.staff_member(), \(authorization.reason), id
        FROM old
      )
      SELECT access.insist(EXISTS (SELECT FROM old), 'SW004', 'authorization')
      """
    try await write(
      [replace], as: caller,
      Action("authorization.amend", needs: .authorizationRecord, subject: authorization.id.rawValue),
      once: once,
      for: authorization)
  }
}

extension Authorization.Decision: PostgresEncodable, PostgresDecodable {}

extension Authorization {
  init(row: Row) throws {
    try self.init(
      id: try row["authorization_id"], episodeID: try row["episode_id"], payer: try row["payer"],
      reference: try row["reference"],
      level: LevelOfCare(edition: try row["level_edition"], code: try row["level_code"]),
      firstDay: try row["first_day"], lastDay: try row["last_day"], decision: try row["decision"],
      reason: try row["reason"])
  }
}
