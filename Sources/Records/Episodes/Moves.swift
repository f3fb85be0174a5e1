import Clinic
import Foundation
import Postgres

/// A line of the ledger with the stay that it opened, or that it happened in.
package struct MoveRecord: Sendable, Hashable {
  package let move: Move
  package let stayID: Stay.ID?
}

/// Queries about the ledger of moves.
package enum Moves {
  /// The moves of an episode as they now count, in the order in which they happened.
  package static func of(_ episode: Episode.ID) -> Query<[MoveRecord]> {
    .all(select(episode, "known_to = 'infinity'", by: "effective_at, sequence"), MoveRecord.init(row:))
  }

  /// Every line that was ever written, also those that a correction replaced, in the order of writing.
  package static func history(of episode: Episode.ID) -> Query<[MoveRecord]> {
    .all(select(episode, "true", by: "sequence, known_from"), MoveRecord.init(row:))
  }

  /// The lines that others took the place of, each with the number of the move that they stood for.
  static func replaced(in episode: Episode.ID) -> Query<[(Move.ID, Int32)]> {
    .all(
      """
      SELECT id, sequence
      FROM clinic.move
      WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND known_to <> 'infinity'
      """
    ) { (try $0["id"], try $0["sequence"]) }
  }

  private static func select(_ episode: Episode.ID, _ condition: SQL, by order: SQL) -> SQL {
    """
    SELECT id, episode_id, sequence, event, from_state, to_state, stay_id, effective_at, known_from, recorded_by,
      reason, discharge_reason, cause, due_back_at, corrects
    FROM clinic.move
    WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND \(condition)
    ORDER BY \(order)
    """
  }
}

extension MoveRecord {
  init(row: Row) throws {
    self.init(
      move: Move(
        id: try row["id"], episodeID: try row["episode_id"], sequence: try row["sequence"],
        event: try row["event"],
        from: try row["from_state"], to: try row["to_state"], effectiveAt: try row["effective_at"],
        recordedAt: try row["known_from"], actor: try row["recorded_by"], reason: try row["reason"],
        dischargeReason: try row["discharge_reason"], cause: try row["cause"],
        dueBackAt: try row["due_back_at"], corrects: try row["corrects"]),
      stayID: try row["stay_id"])
  }
}
