import Clinic
import Postgres
import Records

/// What came of making a report again.
package struct ReportRepetition: Sendable, Hashable {
  /// A reason for other bytes.
  package enum Difference: Sendable, Hashable {
    /// The software works figures out in another way now.
    case edition(then: String, now: String)
    /// It counted where the caller may not.
    case facilities
    /// Records were written since that say they were known then.
    case records
  }

  /// How the members of then compare with those of now.
  package struct Members: Sendable, Hashable {
    package let kept: Int
    package let gone: Int
    package let new: Int
  }

  package let run: ReportRun
  /// The bytes of the report as it is made now.
  package let result: String
  /// Empty when the bytes are the same.
  package let differences: [Difference]
  /// Nil when the members were not kept.
  package let members: Members?

  package var isSame: Bool { differences.isEmpty }
}

extension ReportRepetition.Difference {
  /// The reason as a sentence.
  package var sentence: String {
    switch self {
    case .edition(let then, let now):
      "The software counts otherwise now: edition \(now), and edition \(then) then."
    case .facilities: "It counted in facilities where you may not."
    case .records: "Records were written since that say they were known then."
    }
  }
}

extension Asked {
  /// Keeps who is in it, a thousand a row.
  func keepMembers(of id: ReportRun.ID) throws -> SQL {
    """
    INSERT INTO clinic.report_run_member (organization_id, run_id, part, subjects, patients)
    SELECT access.organization(), \(id), part, array_agg(subject ORDER BY subject), array_agg(patient_id ORDER BY subject)
    FROM (
      SELECT subject, patient_id, ((row_number() OVER (ORDER BY subject) - 1) / 1000)::integer AS part
      FROM (\(try query.members())) AS member
    ) AS numbered
    GROUP BY part
    """
  }

  /// How many of those kept are still in it, and how many others are.
  func compareMembers(with id: ReportRun.ID) throws -> Query<ReportRepetition.Members> {
    .one(
      """
      WITH kept AS (
        SELECT unnest(subjects) AS subject FROM clinic.report_run_member
        WHERE organization_id = (SELECT access.organization()) AND run_id = \(id)
      ),
      present AS (SELECT subject FROM (\(try query.members())) AS member)
      SELECT count(*) FILTER (WHERE kept.subject = present.subject) AS kept,
        count(*) FILTER (WHERE present.subject IS NULL) AS gone, count(*) FILTER (WHERE kept.subject IS NULL) AS new
      FROM kept FULL JOIN present ON present.subject = kept.subject
      """
    ) { row in
      ReportRepetition.Members(
        kept: Int(try row["kept"] as Int64), gone: Int(try row["gone"] as Int64),
        new: Int(try row["new"] as Int64))
    }
  }
}
