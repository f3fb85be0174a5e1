import Clinic
import Foundation
import Records

/// What is late, due, raised and changed, of everybody in treatment.
package struct DueListRepresentation: Representation {
  package let page: DuePage
  package let filter: DueFilter
  package let at: Date

  package init(_ page: DuePage, filter: DueFilter, at: Date) {
    self.page = page
    self.filter = filter
    self.at = at
  }

  /// What stands on the page.
  package var lines: [DueLine] { page.lines }
  /// Those whose grace is over.
  package var late: [DueLine] { lines.filter { $0.isLate(at: at) } }
  /// Those that are due up to the end of the time asked for, and not late.
  package var due: [DueLine] {
    lines.filter { line in !line.isLate(at: at) && line.dueAt.map { $0 <= filter.until } ?? false }
  }
  /// Those that somebody has to be told of.
  package var raised: [DueLine] { lines.filter { $0.raised != nil } }
  /// Those that are watched more or less often than before.
  package var changed: [DueLine] {
    filter.since.map { since in lines.filter { $0.changedAt >= since } } ?? []
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", at)
      json.field("until", filter.until)
      json.field("since", filter.since)
      json.field("late", page.counts.late)
      json.field("due", page.counts.due)
      json.field("raised", page.counts.raised)
      json.field("changed", page.counts.changed)
      json.field("cut", page.left > 0)
      json.field("next", page.next?.cursor)
      json.array("checks", lines) { json, line in write(line, to: &json) }
    }
  }

  private func write(_ line: DueLine, to json: inout JSONWriter) {
    json.object { json in
      json.field("monitoring_id", line.monitoringID)
      json.field("episode_id", line.episodeID)
      json.field("patient_id", line.patientID)
      json.field("patient_name", line.patientName)
      json.field("facility_id", line.facilityID)
      json.field("unit", line.unit)
      json.field("bed", line.bed)
      json.field("protocol", line.protocolName)
      json.field("check", line.check)
      json.field("title", line.title)
      json.field("due_at", line.dueAt)
      json.field("late", line.isLate(at: at))
      json.field("minutes", line.minutes)
      json.field("minutes_before", line.minutesBefore)
      json.field("changed_at", line.changedAt)
      json.field("last_at", line.lastAt)
      json.field("last_outcome", word: line.lastOutcome)
      json.field("last_score", line.lastScore)
      if let raised = line.raised {
        json.object("raised") { json in
          json.field("at", raised.at)
          json.field("tell", raised.tell)
          json.field("then", raised.then)
          json.field("score", raised.score)
          json.field("answer_by", raised.answerBy)
          json.field("answered_at", raised.answeredAt)
        }
      }
    }
  }
}
