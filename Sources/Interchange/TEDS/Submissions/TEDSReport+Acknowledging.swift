import Clinic
import Foundation
import Postgres
import Records

/// What became of an acknowledgement.
package struct TEDSAnswers: Hashable, Sendable, Codable {
  /// Records that have an answer now and had none.
  package let accepted, rejected: Int
  /// Records that had the same answer already.
  package let unchanged: Int
}

extension TEDSReport {
  /// Writes down what the state says, read in the unit itself; all of it or nothing.
  ///
  /// Throws `UnreadableFile` where a line tells of a record that was not sent, or that has another answer already.
  package func acknowledge(
    _ read: @Sendable () throws -> TEDSAcknowledgement, once: Once<TEDSAnswers>? = nil
  ) async throws -> TEDSAnswers {
    let now = records.clock()
    let action = Action("teds.acknowledge", needs: .tedsExport)
    return try await records.transaction(as: caller, naming: action) { transaction in
      let acknowledgement = try read()
      // Before all are opened, so that nobody answers for a facility in which they do not work.
      let mine = try await transaction.run(
        Query<[Facility.ID]>.one("SELECT access.facilities() AS mine") { try $0["mine"] })
      try await transaction.run(ReportedSpells.open)
      var rows = BinaryRows()
      for line in acknowledgement.lines {
        rows.row(6)
        rows.int32(Int32(truncatingIfNeeded: line.place))
        rows.int32(line.submission)
        rows.text(line.kind.rawValue)
        rows.int32(line.line)
        rows.text(line.isAccepted ? "accepted" : "rejected")
        rows.text(line.reason)
      }
      rows.end()
      let bytes = rows.take()
      try await transaction.run(.execute(Self.createAnswers))
      _ = try await transaction.copyIn("COPY answers FROM STDIN (FORMAT binary)") {
        try await $0.write(bytes)
      }
      if let fault = try await transaction.run(Self.fault(in: mine)) {
        throw UnreadableFile.acknowledgement(
          line: Int(fault.line), fault.column,
          fault.column == "outcome"
            ? "differs from the answer that is on record" : "tells of a record that was not sent")
      }
      let stored = try await transaction.run(Self.store(at: now))
      let answers = TEDSAnswers(
        accepted: stored.count { $0.isAccepted }, rejected: stored.count { !$0.isAccepted },
        unchanged: acknowledgement.lines.count - stored.count)
      if let once { try await transaction.run(.execute(try once.claim(for: answers, at: now))) }
      return (answers, Array(Set(stored.map(\.patient))))
    }
  }

  private static let createAnswers: SQL = """
    CREATE TEMPORARY TABLE answers (
      line integer, batch_number integer, kind text, place integer, answer text, reason text) ON COMMIT DROP
    """

  private static func fault(in facilities: [Facility.ID]) -> Query<(line: Int32, column: String)?> {
    .first(
      """
      SELECT a.line, CASE WHEN r.place IS NULL THEN 'line' ELSE 'outcome' END AS fault
      FROM answers AS a
      LEFT JOIN clinic.teds_record AS r ON r.organization_id = (SELECT access.organization())
        AND r.batch_number = a.batch_number AND r.kind = a.kind AND r.place = a.place AND r.facility_id = ANY (\(facilities)::uuid[])
      WHERE r.place IS NULL OR r.answer <> a.answer OR EXISTS (
        SELECT FROM answers AS other
        WHERE (other.batch_number, other.kind, other.place) = (a.batch_number, a.kind, a.place)
          AND other.answer <> a.answer)
      ORDER BY a.line
      LIMIT 1
      """
    ) { (line: try $0["line"], column: try $0["fault"]) }
  }

  private static func store(at now: Date) -> Query<[(isAccepted: Bool, patient: Patient.ID)]> {
    .all(
      """
      UPDATE clinic.teds_record AS r
      SET answer = a.answer, answer_reason = a.reason, answered_at = \(now), answered_by = access.staff_member()
      FROM answers AS a
      WHERE r.organization_id = (SELECT access.organization()) AND r.batch_number = a.batch_number AND r.kind = a.kind
        AND r.place = a.place AND r.answer IS NULL
      RETURNING r.answer = 'accepted' AS accepted, r.patient_id
      """
    ) { (isAccepted: try $0["accepted"], patient: try $0["patient_id"]) }
  }
}
