import Clinic
import Foundation
import Postgres

extension FlowsheetRecord {
  /// The statements that store what is due after a change, and end the unit when somebody wrote in between.
  func replanned(at now: Date) -> [SQL] {
    let guarded: SQL = """
      WITH grown AS (
        INSERT INTO clinic.flowsheet AS f (organization_id, episode_id, patient_id, facility_id)
        VALUES (access.organization(), \(episodeID), \(patientID), \(facilityID))
        ON CONFLICT (organization_id, episode_id) DO UPDATE SET version = f.version + 1 WHERE f.version = \(version)
        RETURNING version
      )
      SELECT access.insist(EXISTS (SELECT FROM grown WHERE version = \(version + 1)), 'SW003', 'flowsheet')
      """
    let running = monitorings.map { (monitoring: $0, plan: openPlan(of: $0)) }
    return [guarded] + (running.isEmpty ? [] : [TreatedTime.lock(episodeID), due(running, at: now)])
  }

  private func due(_ running: [(monitoring: MonitoringRecord, plan: MonitoringPlan)], at now: Date) -> SQL {
    let lines = running.flatMap { running in
      zip(running.monitoring.definition.checks, running.plan.checks).map { check, plan in
        DueRow(monitoring: running.monitoring, check: check, plan: plan, endsAt: running.plan.endsAt)
      }
    }
    return """
      INSERT INTO clinic.due_check AS d (
        organization_id, monitoring_id, check_name, episode_id, patient_id, facility_id, protocol, title, planned_at,
        planned_late_at, planned_ends_at, treated_from, treated_until, minutes, changed_at, last_at, last_outcome, last_score, raised_at, raised_tell, raised_then, raised_score,
        answer_by, answered_at)
      SELECT access.organization(), line.monitoring, line.name, \(episodeID), \(patientID), \(facilityID), line.protocol,
        line.title, line.due, line.late, line.ends, treated.starts, treated.ends, line.minutes, \(now), line.last_at, line.outcome, line.score, line.raised_at,
        line.tell, line."then", line.raised_score, line.answer_by, line.answered_at
      FROM unnest(
        \(lines.map(\.monitoring.id))::uuid[], \(lines.map(\.check.name))::text[],
        \(lines.map(\.monitoring.definition.reference.slug))::text[], \(lines.map(\.check.title))::text[],
        \(lines.map(\.plan.dueAt))::timestamptz[], \(lines.map(\.lateAt))::timestamptz[],
        \(lines.map(\.ends))::timestamptz[], \(lines.map(\.minutes))::integer[],
        \(lines.map(\.last?.at))::timestamptz[], \(lines.map(\.last?.outcome.rawValue))::text[],
        \(lines.map(\.score))::smallint[], \(lines.map(\.plan.raised?.at))::timestamptz[],
        \(lines.map(\.plan.raised?.escalation.tell.rawValue))::text[],
        \(lines.map(\.plan.raised?.escalation.then))::text[], \(lines.map(\.raisedScore))::smallint[],
        \(lines.map(\.plan.raised?.answerBy))::timestamptz[], \(lines.map(\.plan.raised?.answeredAt))::timestamptz[]
      ) AS line (
        monitoring, name, protocol, title, due, late, ends, minutes, last_at, outcome, score, raised_at, tell, "then",
        raised_score, answer_by, answered_at)
      CROSS JOIN (\(TreatedTime.ofEpisode(episodeID))) AS treated
      ON CONFLICT (organization_id, monitoring_id, check_name) DO UPDATE
      SET planned_at = excluded.planned_at, planned_late_at = excluded.planned_late_at,
        planned_ends_at = excluded.planned_ends_at, treated_from = excluded.treated_from,
        treated_until = excluded.treated_until, minutes = excluded.minutes,
        minutes_before = CASE WHEN d.minutes <> excluded.minutes THEN d.minutes ELSE d.minutes_before END,
        changed_at = CASE
          WHEN d.minutes <> excluded.minutes OR d.raised_at IS DISTINCT FROM excluded.raised_at
            OR (d.planned_at IS NULL) <> (excluded.planned_at IS NULL) THEN excluded.changed_at
          ELSE d.changed_at END,
        last_at = excluded.last_at, last_outcome = excluded.last_outcome, last_score = excluded.last_score,
        raised_at = excluded.raised_at, raised_tell = excluded.raised_tell, raised_then = excluded.raised_then,
        raised_score = excluded.raised_score, answer_by = excluded.answer_by, answered_at = excluded.answered_at
      """
  }
}

/// A check as it is stored.
private struct DueRow {
  let monitoring: MonitoringRecord
  let check: MonitoringProtocol.Check
  let plan: CheckPlan
  let endsAt: Date?

  var ends: Date { endsAt ?? .distantFuture }
  var lateAt: Date? { plan.dueAt?.addingTimeInterval(Double(monitoring.definition.graceMinutes) * 60) }
  var minutes: Int32? { plan.minutes.map { Int32($0) } }
  var last: CheckPlan.Slot? { plan.slots.last }
  var score: Int16? { plan.lastScore.map { Int16(clamping: $0.score) } }
  var raisedScore: Int16? { plan.raised?.score.map { Int16(clamping: $0) } }
}

extension Records {
  /// Changes a flowsheet: reads it, lets `change` add to it, and writes that with what is due after it as one unit.
  ///
  /// Somebody who writes in between makes it begin again. Throws `NotFound` when there is no such episode.
  func rewriting<Outcome: Sendable>(
    _ episode: Episode.ID, as caller: Caller, needs need: Permission, named name: String,
    once: Once<Outcome>?,
    _ change: (inout FlowsheetRecord, Date) throws -> (statements: [SQL], outcome: Outcome)
  ) async throws -> Outcome {
    // Of several at once one gets on in every round.
    var attemptsLeft = 20
    while true {
      attemptsLeft -= 1
      do {
        guard var record = try await flowsheet(of: episode, needs: need, as: caller) else {
          throw NotFound("episode")
        }
        let now = clock()
        let action = Action(name, needs: need, patients: [record.patientID], subject: episode.rawValue)
        let (statements, outcome) = try await judging(action, as: caller) { try change(&record, now) }
        try await write(
          record.replanned(at: now) + statements, as: caller, action, once: once, for: outcome)
        return outcome
      } catch let stale as Stale where stale.noun == "flowsheet" && attemptsLeft > 0 {
        continue
      }
    }
  }
}
