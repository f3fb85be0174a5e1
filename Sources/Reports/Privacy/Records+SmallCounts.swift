import Clinic
import Postgres
import Records

extension Records {
  /// Whether the caller may see small counts everywhere where they run reports, for a purpose that stays in the clinic.
  ///
  /// Whoever may not gets released reports only; and so does everybody for what leaves.
  package func seesSmallCounts(as caller: Caller) async throws -> Bool {
    if caller.purpose.leavesClinic { return false }
    let now = clock()
    return try await run(
      as: caller, Action("report.cells.ask", needs: .reportRun),
      Query<Bool>.one("SELECT access.holds_everywhere('report.cells', \(now)) AS sees") { try $0["sees"] })
  }
}
