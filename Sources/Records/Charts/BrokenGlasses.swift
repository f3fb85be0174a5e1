import Clinic
import Foundation
import Postgres

/// Queries about charts that were opened in an emergency.
package enum BrokenGlasses {
  /// What is to be looked at, or was, the latest first.
  ///
  /// With `isReviewed` only what was looked at already, or was not.
  package static func list(isReviewed: Bool? = nil, limit: Int = 200) -> PatientList<BrokenGlass> {
    PatientList(
      """
      SELECT \(columns)
      FROM access.broken_glass AS g
      JOIN access.staff AS s ON s.organization_id = g.organization_id AND s.id = g.staff_id
      WHERE g.organization_id = (SELECT access.organization())
        AND (\(isReviewed)::boolean IS NULL OR (g.reviewed_at IS NOT NULL) = \(isReviewed)::boolean)
      ORDER BY g.at DESC, g.id DESC
      LIMIT \(limit)
      """, patient: "patient_id", BrokenGlass.init(row:))
  }

  /// One of them; nil when there is none that the caller may see.
  package static func find(_ id: BrokenGlass.ID) -> Query<BrokenGlass?> {
    .first(row(id), BrokenGlass.init(row:))
  }

  fileprivate static let columns: SQL = """
    g.id, g.patient_id, g.staff_id, s.name AS staff_name, g.reason, g.at, g.until, g.reviewed_at, g.reviewed_by,
      g.finding, g.review_note
    """

  /// Opens the chart, and leaves what is needed to tell whose it is.
  static func open(_ grounds: BrokenGlass.Grounds, id: BrokenGlass.ID, at now: Date) -> SQL {
    var patient: Patient.ID?
    var family: Patient.Name?
    var born: Day?
    switch grounds.person {
    case .patient(let id): patient = id
    case .named(let name, let day): (family, born) = (name, day)
    }
    return """
      SELECT access.break_glass(
        \(id), \(patient), \(family), \(born), \(grounds.reason), \(now),
        \(now.addingTimeInterval(Double(grounds.minutes) * 60)))
      """
  }
}

extension Records {
  /// Opens a chart that is closed to the caller, for a while; it is told to whoever listens to alerts.
  ///
  /// The row of the trail is written from the one that opens the chart, in the same transaction. Throws `NotFound` when
  /// there is no such person, and a `Conflict` when two things fit several people.
  package func breakGlass(
    _ grounds: BrokenGlass.Grounds, id: BrokenGlass.ID, as caller: Caller
  ) async throws -> BrokenGlass {
    let action = Action("chart.break_glass", needs: .chartBreakGlass, subject: id.rawValue)
    let now = clock()
    return try await attempting(action, as: caller, at: now) {
      try await database.run(
        before: [caller.begin(action, at: now), BrokenGlasses.open(grounds, id: id, at: now)],
        Query<BrokenGlass>.one(BrokenGlasses.row(id), BrokenGlass.init(row:)),
        after: [
          AuditTrail.record(
            action, by: caller, at: now,
            patients: "ARRAY(SELECT patient_id FROM access.broken_glass WHERE id = \(id))")
        ])
    }
  }

  /// Signs off that somebody broke the glass.
  ///
  /// Throws `NotFound` when there is no such thing, a `Conflict` when it was signed off before, and `OwnGlass` where it
  /// is the caller's own.
  package func review(
    _ id: BrokenGlass.ID, _ finding: BrokenGlass.Finding, note: Line?, as caller: Caller
  ) async throws {
    let sign: SQL = """
      WITH glass AS (
        SELECT reviewed_at FROM access.broken_glass
        WHERE organization_id = (SELECT access.organization()) AND id = \(id)
      ),
      signed AS (
        UPDATE access.broken_glass
        SET reviewed_at = \(clock()), reviewed_by = access.staff_member(), finding = \(finding), review_note = \(note)
        WHERE organization_id = (SELECT access.organization()) AND id = \(id) AND reviewed_at IS NULL
        RETURNING id
      )
      SELECT
        access.insist(EXISTS (SELECT FROM glass), 'SW004', 'broken glass'),
        access.insist((SELECT reviewed_at FROM glass) IS NULL AND EXISTS (SELECT FROM signed), 'SW005', 'broken glass')
      """
    try await run(as: caller, Action(.glassReview, subject: id.rawValue), first: [sign])
  }
}

extension BrokenGlass.Finding: PostgresEncodable, PostgresDecodable {}

extension BrokenGlasses {
  fileprivate static func row(_ id: BrokenGlass.ID) -> SQL {
    """
    SELECT \(columns)
    FROM access.broken_glass AS g
    JOIN access.staff AS s ON s.organization_id = g.organization_id AND s.id = g.staff_id
    WHERE g.organization_id = (SELECT access.organization()) AND g.id = \(id)
    """
  }
}

extension BrokenGlass {
  init(row: Row) throws {
    let reviewedAt: Date? = try row["reviewed_at"]
    self.init(
      id: try row["id"], patientID: try row["patient_id"], staffID: try row["staff_id"],
      staffName: try row["staff_name"], reason: try row["reason"], at: try row["at"], until: try row["until"],
      review: try reviewedAt.map {
        Review(
          at: $0, by: try row["reviewed_by"], finding: try row["finding"], note: try row["review_note"])
      })
  }
}
