import Clinic
import Foundation
import Postgres

/// The time in which somebody is treated, as the checks of the person have it.
enum TreatedTime {
  /// The statements that let the checks of an episode begin and end with it, after its own have been written.
  ///
  /// A check that was due up to the end is due no more, and nothing is said of it: the protocol ended. Where the end is
  /// taken back, each check is due again as it would be had there been none.
  static func follow(_ episode: Episode.ID) -> [SQL] {
    [
      lock(episode),
      """
      UPDATE clinic.due_check AS d SET treated_from = treated.starts, treated_until = treated.ends
      FROM (\(ofEpisode(episode))) AS treated
      WHERE d.organization_id = (SELECT access.organization()) AND d.episode_id = \(episode)
        AND (d.treated_from <> treated.starts OR d.treated_until <> treated.ends)
      """,
    ]
  }

  /// Held by whoever writes checks and by whoever moves the person, so that the second sees what the first has done.
  static func lock(_ episode: Episode.ID) -> SQL {
    "SELECT pg_advisory_xact_lock(7344, hashtext(\(episode.description)))"
  }

  /// When an episode begins and ends; before and after everything where it never was, so that it has no time.
  static func ofEpisode(_ episode: Episode.ID) -> SQL {
    """
    SELECT coalesce(min(lower(f.valid)), 'infinity') AS starts,
      coalesce(min(coalesce(upper(f.valid), 'infinity')), '-infinity') AS ends
    FROM clinic.episode_fact AS f
    WHERE f.organization_id = (SELECT access.organization()) AND f.episode_id = \(episode) AND f.known_to = 'infinity'
    """
  }
}
