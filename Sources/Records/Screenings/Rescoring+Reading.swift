import Clinic
import Foundation
import Postgres

extension Rescoring {
  /// The parts in which the screenings are read, by a look at one in a hundred of the pages.
  ///
  /// Where there are many, two parts of about the same size are read at once. Screenings are in one part each; one that is
  /// corrected meanwhile may be looked at twice, and is noticed before it is written.
  func parts(_ bandSet: String?) -> Query<[RescoringPart]> {
    .one(
      """
      SELECT count(*) FILTER (WHERE \(isMeant(bandSet))) AS meant, count(*) AS every,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY s.sheet_id) FILTER (WHERE \(isMeant(bandSet))) AS middle
      FROM clinic.screening AS s TABLESAMPLE SYSTEM (1) REPEATABLE (1)
      WHERE s.organization_id = (SELECT access.organization()) AND s.known_to = 'infinity'
      """
    ) { row in
      let (meant, every): (Int64, Int64) = (try row["meant"], try row["every"])
      let isWhole = meant > 100 && 3 * meant > every
      guard isWhole, let middle: UUID = try row["middle"] else { return [RescoringPart()] }
      return [RescoringPart(to: middle, isWhole: true), RescoringPart(from: middle, isWhole: true)]
    }
  }

  /// The screenings of a part, with their answers; sex and age have no part in what is stored of a score.
  func sql(_ part: RescoringPart, _ bandSet: String?) -> SQL {
    """
    SELECT s.id, s.known_as, s.total, s.at_least, s.items_answered, s.items_required, s.band, s.flags, s.substance,
      answer.packed
    FROM clinic.screening AS s
    \(part.answers)
    WHERE s.organization_id = access.organization() AND s.known_to = 'infinity' AND \(isMeant(bandSet))
      AND \(part.holds("s.sheet_id"))
    """
  }

  /// Whether `clinic.screening AS s` is one of those that are meant.
  private func isMeant(_ bandSet: String?) -> SQL {
    let meant: SQL = "s.instrument = \(instrument.reference.slug) AND s.state = 'recorded'"
    guard scope == .outdated else { return meant }
    return """
      \(meant) AND (s.instrument_version <> \(instrument.reference.version) OR s.band_set IS DISTINCT FROM \(bandSet))
      """
  }
}

extension RescoringPart {
  fileprivate func holds(_ sheet: SQL) -> SQL {
    switch (from, to) {
    case (let from?, nil): "\(sheet) >= \(from)"
    case (nil, let to?): "\(sheet) < \(to)"
    case (let from?, let to?): "\(sheet) >= \(from) AND \(sheet) < \(to)"
    case (nil, nil): "true"
    }
  }

  /// The answers of each screening: looked up one by one, or all in the order in which the index has them.
  fileprivate var answers: SQL {
    guard isWhole else {
      return """
        CROSS JOIN LATERAL (
          SELECT array_agg(\(AnswerSheet.packing)) AS packed
          FROM clinic.screening_answer AS a
          WHERE a.organization_id = s.organization_id AND a.screening_id = s.sheet_id
        ) AS answer
        """
    }
    return """
      LEFT JOIN (
        SELECT a.screening_id, array_agg(\(AnswerSheet.packing)) AS packed
        FROM clinic.screening_answer AS a
        WHERE a.organization_id = (SELECT access.organization()) AND \(holds("a.screening_id"))
        GROUP BY a.screening_id
      ) AS answer ON answer.screening_id = s.sheet_id
      """
  }
}
