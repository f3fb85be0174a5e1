import Clinic
import Postgres
import Records

extension Records {
  /// Whether the caller may see small counts everywhere where they run reports; whoever may not gets released reports only.
  package func seesSmallCounts(as caller: Caller) async throws -> Bool {
    let now = clock()
    return try await run(
      as: caller, Action("report.cells.ask", needs: .reportRun),
      Query<Bool>.one("SELECT access.holds_everywhere('report.cells', \(now)) AS sees") { try $0["sees"] })
  }
}
