import Clinic
import Foundation
import Postgres

/// Queries about assessments of the level of care.
package enum LevelAssessments {
  /// The assessments of an episode, the latest first.
  package static func of(_ episode: Episode.ID) -> Query<[LevelAssessment]> {
    .all(
      """
      SELECT a.id, a.episode_id, a.at, a.edition, a.recommended, a.agreed, a.difference, r.ratings, r.missing
      FROM clinic.level_assessment AS a
      CROSS JOIN LATERAL (
        SELECT array_agg(rating ORDER BY dimension) AS ratings,
          array_agg(missing_reason::text ORDER BY dimension) AS missing
        FROM clinic.dimension_rating AS r
        WHERE r.organization_id = a.organization_id AND r.assessment_id = a.id
      ) AS r
      WHERE a.organization_id = (SELECT access.organization()) AND a.episode_id = \(episode)
        AND a.known_to = 'infinity'
      ORDER BY a.at DESC, a.id DESC
      """, LevelAssessment.init(row:))
  }
}

extension Records {
  /// Keeps what a clinician found about the level of care.
  ///
  /// Throws `NotFound` when there is no such episode, and `InvalidValue` where a level is not one of the edition or the
  /// time lies ahead.
  package func record(
    _ assessment: LevelAssessment, as caller: Caller, once: Once<LevelAssessment>? = nil
  ) async throws {
    let episode = assessment.episodeID
    let found = try await run(
      as: caller, Action(.episodeRead, subject: episode.rawValue), Episodes.find(episode))
    guard let record = found?.episode else { throw NotFound("episode") }
    let action = Action(.levelAssess, patients: [record.patientID], subject: assessment.id.rawValue)
    try await judging(action, as: caller) {
      _ = try LevelCatalogue.shipped().find(assessment.recommended, field: "recommended")
      _ = try LevelCatalogue.shipped().find(assessment.agreed, field: "agreed")
    }
    let insert: SQL = """
      INSERT INTO clinic.level_assessment (
        organization_id, id, episode_id, patient_id, facility_id, at, edition, recommended, agreed, difference, known_from,
        recorded_by)
      VALUES (
        access.organization(), \(assessment.id), \(episode), \(record.patientID), \(record.facilityID),
        \(assessment.at), \(assessment.edition), \(assessment.recommended.code), \(assessment.agreed.code),
        \(assessment.difference), \(clock()), access.staff_member())
      """
    let ratings: SQL = """
      INSERT INTO clinic.dimension_rating (
        organization_id, assessment_id, patient_id, edition, dimension, rating, missing_reason)
      SELECT access.organization(), \(assessment.id), \(record.patientID), \(assessment.edition), r.dimension, r.rating,
        r.missing::reference.missing_reason
      FROM unnest(
        \(assessment.ratings.map { $0.value?.rawValue })::text[],
        \(assessment.ratings.map { $0.missing?.rawValue })::text[]
      ) WITH ORDINALITY AS r (rating, missing, dimension)
      """
    try await write([insert, ratings], as: caller, action, once: once, for: assessment)
  }
}

extension LevelAssessment.Difference: PostgresEncodable, PostgresDecodable {}

extension LevelAssessment {
  init(row: Row) throws {
    let edition: LevelOfCare.Edition = try row["edition"]
    let ratings: [String?] = try row["ratings"]
    let missing: [MissingReason?] = try row["missing"]
    try self.init(
      id: try row["id"], episodeID: try row["episode_id"], at: try row["at"],
      ratings: try Swift.zip(ratings, missing).map { try Recorded($0.map(Rating.init), missing: $1) },
      recommended: LevelOfCare(edition: edition, code: try row["recommended"]),
      agreed: LevelOfCare(edition: edition, code: try row["agreed"]), difference: try row["difference"])
  }
}
