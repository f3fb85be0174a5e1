import Clinic
import Foundation
import Postgres

/// A bed that an episode has for a while, for a stay or kept during a leave.
struct EpisodeOccupation: Hashable, Sendable {
  /// Nil when it is not written yet.
  let id: Occupation.ID?
  let stayID: Stay.ID
  let bedID: Bed.ID
  let kind: OccupationKind
  let during: Interval

  /// Whether both say the same, written or not.
  func isSame(as other: EpisodeOccupation) -> Bool {
    stayID == other.stayID && bedID == other.bedID && kind == other.kind && during == other.during
  }
}

extension Occupations {
  /// The beds that an episode has and had, as is now known.
  static func of(_ episode: Episode.ID) -> Query<[EpisodeOccupation]> {
    .all(
      """
      SELECT id, stay_id, bed_id, kind, lower(valid) AS starts,
        CASE WHEN upper_inf(valid) THEN NULL ELSE upper(valid) END AS ends
      FROM clinic.occupation
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND known_to = 'infinity'
        AND stay_id IS NOT NULL AND kind IN ('stay', 'leave')
      ORDER BY lower(valid)
      """
    ) { row in
      EpisodeOccupation(
        id: try row["id"], stayID: try row["stay_id"], bedID: try row["bed_id"], kind: try row["kind"],
        during: try Interval(start: try row["starts"], end: try row["ends"]))
    }
  }
}
