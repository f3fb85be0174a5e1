import Clinic
import Foundation
import Postgres

extension Beds {
  /// Joins to each bed `b` what stands in it at an instant, as `o`, or as `closed` where the chart is closed to the caller.
  ///
  /// Occupations of a bed do not overlap, whether by what is known now or by what was known at some time. So the one at
  /// an instant is the last that began before it, and the index finds it in one step however long the history is.
  static func standing(at instant: Date, knownAt: Date?, facility: Facility.ID?) -> SQL {
    """
    LEFT JOIN LATERAL (
      SELECT latest.* FROM (\(last(at: instant, knownAt: knownAt))) AS latest
      WHERE latest.valid @> \(instant)
    ) AS o ON true
    LEFT JOIN access.closed_occupations(\(facility), tstzrange(\(instant), \(instant), '[]'), \(knownAt)) AS closed
      ON closed.organization_id = b.organization_id AND closed.bed_id = b.id
    """
  }

  private static let facts: SQL = """
    o.id, o.kind, o.valid, o.starts, o.patient_id, o.episode_id, o.stay_id, o.enquiry_id, o.cause, o.reason, o.recorded_by
    """

  /// The last occupation of a bed `b` that began up to an instant.
  static func last(at instant: Date, knownAt: Date?) -> SQL {
    let of: SQL = "o.organization_id = b.organization_id AND o.bed_id = b.id AND o.starts <= \(instant)"
    guard let knownAt else {
      return """
        SELECT \(facts) FROM clinic.occupation AS o
        WHERE \(of) AND o.known_to = 'infinity'
        ORDER BY o.starts DESC
        LIMIT 1
        """
    }
    // Two indexes: what still holds, and the few that were superseded since.
    return """
      (SELECT \(facts) FROM clinic.occupation AS o
        WHERE \(of) AND o.known_to = 'infinity' AND o.known_from <= \(knownAt)
        ORDER BY o.starts DESC LIMIT 1)
      UNION ALL
      (SELECT \(facts) FROM clinic.occupation AS o
        WHERE \(of) AND o.known_to <> 'infinity' AND o.known_from <= \(knownAt) AND o.known_to > \(knownAt)
        ORDER BY o.starts DESC LIMIT 1)
      """
  }

  /// The first occupation of a bed `b` that begins within a day after an instant.
  static func next(after instant: Date, knownAt: Date?) -> SQL {
    let of: SQL = """
      o.organization_id = b.organization_id AND o.bed_id = b.id AND o.starts > \(instant)
        AND o.starts <= \(instant) + interval '1 day' AND o.kind <> 'retired'
      """
    guard let knownAt else {
      return """
        SELECT o.kind, o.starts FROM clinic.occupation AS o
        WHERE \(of) AND o.known_to = 'infinity'
        ORDER BY o.starts
        LIMIT 1
        """
    }
    return """
      SELECT soon.kind, soon.starts
      FROM (
        (SELECT o.kind, o.starts FROM clinic.occupation AS o
          WHERE \(of) AND o.known_to = 'infinity' AND o.known_from <= \(knownAt)
          ORDER BY o.starts LIMIT 1)
        UNION ALL
        (SELECT o.kind, o.starts FROM clinic.occupation AS o
          WHERE \(of) AND o.known_to <> 'infinity' AND o.known_from <= \(knownAt) AND o.known_to > \(knownAt)
          ORDER BY o.starts LIMIT 1)
      ) AS soon
      ORDER BY soon.starts
      LIMIT 1
      """
  }

  /// Whether anything stands in a bed `b` during some of a time, as far as the caller's charts go.
  static func isTaken(from start: Date, to end: Date?) -> SQL {
    """
    (EXISTS (
        SELECT FROM clinic.occupation AS o
        WHERE o.organization_id = b.organization_id AND o.bed_id = b.id AND o.known_to = 'infinity'
          AND o.starts > \(start) AND o.starts < coalesce(\(end), 'infinity'))
      OR EXISTS (
        SELECT FROM (\(last(at: start, knownAt: nil))) AS latest WHERE latest.valid @> \(start)))
    """
  }
}
