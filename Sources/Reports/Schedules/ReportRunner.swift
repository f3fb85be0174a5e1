import Clinic
import Foundation
import Postgres
import Records

/// Makes the scheduled reports that are due, and writes them into their folders.
///
/// Any number may run against one database; one of them works at a time. Making a report, writing it and noting that it was
/// made are one transaction: whoever is stopped in between leaves the schedule due, and the files are replaced as a whole when
/// it is made again. What fails is tried again as ``DueSchedule`` says. Small counts are always withheld.
package struct ReportRunner: Sendable {
  /// What came of a schedule.
  package enum Outcome: Sendable, Hashable {
    case made
    /// Another runner is at work, or was faster.
    case busy
    /// With a code, which tells nothing of anybody.
    case failed(String)
  }

  private let records: Records
  private let root: URL

  /// Outputs go into folders under `root`.
  package init(_ records: Records, root: URL) {
    (self.records, self.root) = (records, root)
  }

  /// Makes whatever is due now, each once, however often it was missed.
  package func runDue() async throws -> [(id: ReportSchedule.ID, outcome: Outcome)] {
    let now = records.clock()
    let due = try await records.database.run(DueSchedule.all(at: now))
    var outcomes: [(id: ReportSchedule.ID, outcome: Outcome)] = []
    for one in due { outcomes.append((one.id, try await run(one, now))) }
    return outcomes
  }

  private func run(_ scheduled: DueSchedule, _ now: Date) async throws -> Outcome {
    let (id, caller) = (scheduled.id, Caller(scheduled: scheduled.digest, requestID: "schedule"))
    do {
      let action = Action("report.scheduled", needs: .reportRun, subject: id.rawValue)
      return try await records.transaction(as: caller, action) { transaction in
        let isAlone = try await transaction.run(
          Query<Bool>.one("SELECT pg_try_advisory_xact_lock(7337, 0) AS is_alone") { try $0["is_alone"] })
        guard isAlone else { return .busy }
        let (schedule, places) = try await transaction.run(ReportSchedule.find(id), Places.query)
        guard let schedule, schedule.state == .active, schedule.nextAt <= now else { return .busy }
        let due = schedule.rhythm.latest(since: schedule.nextAt, until: now, in: schedule.zone)
        let asked = Asked(
          definition: try CohortDefinition(yaml: schedule.definition, file: schedule.name),
          moment: Moment(keeping: due, asOf: due, now: now), places: Places(all: places),
          limit: .ofScheduledReport)
        let report = try await asked.report(in: transaction).released()
        // Folders are named by their organization, each in a folder of its own.
        let folder = root.appending(path: "\(scheduled.organizationID)/\(schedule.folder)")
        try ReportFolder(folder, keep: schedule.keep)
          .write(report, of: due, as: schedule.forms)
        let note: SQL = """
          UPDATE access.report_schedule
          SET last_at = \(due), next_at = \(schedule.rhythm.next(after: due, in: schedule.zone)), last_ended_at = \(now),
            retry_at = NULL, last_fault = NULL, faults = 0
          WHERE organization_id = (SELECT access.organization()) AND id = \(id)
          """
        _ = try await transaction.run(.execute(note))
        return .made
      }
    } catch let error where !(error is CancellationError) {
      let fault = Self.code(of: error)
      _ = try await records.database.run(
        .execute(scheduled.failed(fault, heals: !(error is any Refusal || error is Overdue), at: now)))
      return .failed(fault)
    }
  }

  private static func code(of error: any Error) -> String {
    if let refusal = error as? any Refusal { return String(refusal.code.prefix(60)) }
    if error is Overdue { return "too-slow" }
    return error is PostgresError ? "database" : "cannot-write"
  }
}
