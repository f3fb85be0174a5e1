import Clinic
import Foundation
import Postgres
import Records

extension Records {
  /// Sets up a report that is made again and again; it acts for the caller, by a token that may run reports and nothing else.
  ///
  /// Throws ``InvalidDefinition``, `NotFound` of the facility, and a `Conflict` when another schedule writes into the folder.
  package func addSchedule(
    _ schedule: NewReportSchedule, as caller: Caller, once: Once<ReportSchedule>? = nil
  ) async throws -> ReportSchedule {
    let definition = try CohortDefinition(yaml: schedule.text, file: schedule.file)
    let now = clock()
    var random = SystemRandomNumberGenerator()
    // Nobody is told the token: only its digest is used.
    let (session, token) = (UUID(), Token(random: &random))
    let rhythm = schedule.rhythm
    let issue: SQL = """
      SELECT FROM access.issue_token(
        \(token.digest), \(session), \("schedule \(schedule.folder)"), '{report.run}'::text[],
        \(now.addingTimeInterval(366 * 86_400 - 60)), \(now))
      """
    let action = Action("report.schedule.add", needs: .reportSchedule, subject: schedule.id.rawValue)
    return try await transaction(as: caller, action) { transaction in
      let places = try await transaction.run(Places.query)
      guard let place = places.first(where: { $0.id == schedule.facilityID }) else {
        throw NotFound("facility", field: "facility_id")
      }
      let first = rhythm.next(after: now, in: TimeZone(identifier: place.timeZone) ?? .gmt)
      let insert: SQL = """
        INSERT INTO access.report_schedule (
          organization_id, id, name, definition, every, day, at, facility_id, formats, folder, keep, session_id, next_at,
          created_at, created_by)
        VALUES (
          access.organization(), \(schedule.id), \(definition.name), \(schedule.text), \(rhythm.every.rawValue),
          \(rhythm.day.map { Int16($0) }), \(rhythm.time)::text::time, \(schedule.facilityID),
          \(schedule.forms.map(\.rawValue))::text[], \(schedule.folder), \(Int32(schedule.keep)), \(session),
          \(first), \(now), access.staff_member())
        """
      _ = try await transaction.run(.execute(issue), .execute(insert))
      guard let made = try await transaction.run(ReportSchedule.find(schedule.id)) else {
        throw NotFound("report schedule")
      }
      if let once { _ = try await transaction.run(.execute(once.claim(for: made, at: now))) }
      return made
    }
  }

  /// One schedule that was not removed.
  ///
  /// Throws `NotFound` when there is none that the caller may see.
  package func schedule(_ id: ReportSchedule.ID, as caller: Caller) async throws -> ReportSchedule {
    let action = Action("report.schedule.show", needs: .reportRun, subject: id.rawValue)
    let found = try await run(as: caller, action, ReportSchedule.find(id))
    guard let found else { throw NotFound("report schedule") }
    return found
  }

  /// Pauses a schedule, lets it go on, or removes it; what went by while it was paused is not caught up.
  ///
  /// Throws `NotFound` when there is none that the caller may change.
  package func setSchedule(
    _ id: ReportSchedule.ID, to state: ReportSchedule.State, as caller: Caller
  ) async throws {
    let now = clock()
    let action = Action("report.schedule.\(state.rawValue)", needs: .reportSchedule, subject: id.rawValue)
    try await transaction(as: caller, action) { transaction in
      guard let schedule = try await transaction.run(ReportSchedule.find(id)) else {
        throw NotFound("report schedule")
      }
      let next =
        state == .active && schedule.nextAt <= now
        ? schedule.rhythm.next(after: now, in: schedule.zone) : schedule.nextAt
      let update: SQL = """
        UPDATE access.report_schedule SET state = \(state.rawValue), next_at = \(next), retry_at = NULL
        WHERE organization_id = (SELECT access.organization()) AND id = \(id)
        """
      _ = try await transaction.run(.execute(update))
    }
  }
}
