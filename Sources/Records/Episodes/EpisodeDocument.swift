import Clinic
import Foundation
import Postgres

/// A record that hangs on an episode by its time: a screening, a due time, an authorisation.
package struct EpisodeDocument: Sendable, Hashable {
  /// What it is: "screening".
  package let kind: String
  package let id: UUID
  package let at: Date
  /// Whether it makes no sense outside the episode; what makes sense there is only told of.
  package let isBound: Bool
}

extension EpisodeDocument {
  /// The kinds of records that hang on episodes, each as a query of kind, identifier, time and whether it is bound to the
  /// episode.
  ///
  /// A correction tells of all that stands here; whoever adds a table with an episode and a time adds a line.
  static func sources(of episode: Episode.ID) -> [SQL] {
    [
      """
      SELECT 'screening' AS kind, id, at, true AS is_bound
      FROM clinic.screening
      WHERE organization_id = (SELECT access.organization()) AND patient_id = (
          SELECT patient_id FROM clinic.episode
          WHERE organization_id = (SELECT access.organization()) AND id = \(episode))
        AND episode_id = \(episode) AND known_to = 'infinity'
      """
    ]
  }

  /// All of them, in order of time.
  static func of(_ episode: Episode.ID) -> Query<[EpisodeDocument]> {
    let parts = sources(of: episode)
    let all = parts.dropFirst().reduce(parts[0]) { "\($0) UNION ALL \($1)" as SQL }
    return .all("SELECT * FROM (\(all)) AS document ORDER BY at, id") { row in
      EpisodeDocument(
        kind: try row["kind"], id: try row["id"], at: try row["at"], isBound: try row["is_bound"])
    }
  }
}
