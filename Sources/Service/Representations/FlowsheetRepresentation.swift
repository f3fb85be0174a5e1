import Clinic
import Foundation
import Records

/// A set of signs with its score.
package struct VitalsRepresentation: Representation {
  let record: VitalsRecord

  package init(_ record: VitalsRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    let set = record.vitals
    json.object { json in
      json.field("id", set.id)
      json.field("episode_id", set.episodeID)
      json.field("at", set.at)
      json.field("scale", set.scale.rawValue)
      json.object("readings") { json in
        for sign in VitalSign.allCases {
          if let reading = set.readings[sign] { json.field(sign.rawValue, reading) }
        }
      }
      if !set.confirmed.isEmpty { json.field("confirmed", set.confirmed.map(\.rawValue).sorted()) }
      if let news2 = record.news2 {
        json.object("news2") { json in
          json.field("total", news2.total)
          json.field("red", news2.isRed)
          json.field("response", word: news2.response)
          json.object("points") { json in
            for sign in VitalSign.allCases {
              if let points = news2.points[sign] { json.field(sign.rawValue, points) }
            }
          }
        }
      }
      json.field("note", set.note)
      json.field("recorded_by", record.recordedBy)
      json.field("recorded_at", record.recordedAt)
    }
  }
}

extension Reading: Representation {
  package func write(to json: inout JSONWriter) {
    switch self {
    case .number(let number): json.raw("\(number)")
    case .word(let word): json.string(word)
    case .missing(let reason): json.object { $0.field("missing", word: reason) }
    }
  }
}

/// A protocol that runs for somebody, and what is due by it.
package struct MonitoringRepresentation: Representation {
  let record: MonitoringRecord
  let plan: MonitoringPlan?
  let at: Date

  package init(_ record: MonitoringRecord, plan: MonitoringPlan?, at: Date) {
    self.record = record
    self.plan = plan
    self.at = at
  }

  package func write(to json: inout JSONWriter) {
    let definition = record.definition
    json.object { json in
      json.field("id", record.id)
      json.field("protocol", definition.reference.slug)
      json.field("version", definition.reference.version)
      json.field("title", definition.title)
      json.field("counted_from", record.countedFrom)
      json.field("started_at", record.startedAt)
      json.field("stopped_at", record.stoppedAt)
      json.field("reason", record.reason)
      if let plan {
        json.field("ends_at", plan.endsAt)
        json.field("over", plan.isOver(at: at))
        json.array("checks", zip(definition.checks, plan.checks).map { ($0, $1) }) { json, line in
          write(line.0, line.1, isOver: plan.isOver(at: at), to: &json)
        }
      }
    }
  }

  private func write(
    _ check: MonitoringProtocol.Check, _ plan: CheckPlan, isOver: Bool, to json: inout JSONWriter
  ) {
    let grace = record.definition.graceMinutes
    json.object { json in
      json.field("check", check.name)
      json.field("title", check.title)
      json.field("due_at", isOver ? nil : plan.dueAt)
      json.field("late", !isOver && plan.isLate(at: at, graceMinutes: grace))
      json.field("minutes", plan.minutes)
      json.field("last_score", plan.lastScore?.score)
      if let raised = plan.raised {
        json.object("raised") { json in
          json.field("at", raised.at)
          json.field("tell", raised.escalation.tell.rawValue)
          json.field("then", raised.escalation.then)
          json.field("score", raised.score)
          json.field("answer_by", raised.answerBy)
          json.field("answered_at", raised.answeredAt)
        }
      }
      json.array("settled", plan.slots.suffix(100)) { json, slot in
        json.object { json in
          json.field("due_at", slot.dueAt)
          json.field("at", slot.at)
          json.field("outcome", word: slot.outcome)
          json.field("score", slot.score)
          json.field("late", slot.isLate(graceMinutes: grace))
        }
      }
    }
  }
}

/// Everything about an episode by time: signs, scores, words, and what is due.
package struct FlowsheetRepresentation: Representation {
  package let record: FlowsheetRecord
  package let at: Date

  package init(_ record: FlowsheetRecord, at: Date) {
    self.record = record
    self.at = at
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", record.episodeID)
      json.field("patient_id", record.patientID)
      json.field("facility_id", record.facilityID)
      json.field("at", at)
      json.field("version", record.version)
      json.field(
        "monitorings",
        record.monitorings.map { MonitoringRepresentation($0, plan: record.plan(of: $0), at: at) })
      json.field("vitals", record.vitals.map(VitalsRepresentation.init))
      json.array("scores", record.scores) { json, score in
        json.object { json in
          json.field("id", score.id)
          json.field("instrument", score.instrument)
          json.field("version", score.version)
          json.field("at", score.at)
          json.field("total", score.total)
          if score.total == nil { json.field("at_least", score.atLeast) }
          json.field("band", score.band)
          if !score.flags.isEmpty { json.field("flags", score.flags) }
        }
      }
      json.array("doses", record.doses) { json, dose in
        json.object { json in
          json.field("id", Identifier<DoseLine>(rawValue: dose.id))
          json.field("drug", dose.drug)
          json.field("at", dose.at)
          if let amount = dose.amount { json.field("amount", Reading.number(amount)) }
          json.field("unit", dose.unit)
          json.field("outcome", dose.outcome)
        }
      }
      json.field("words", record.words.map(CheckWordRepresentation.init))
    }
  }
}

/// What was said of a check.
package struct CheckWordRepresentation: Representation {
  let record: CheckWordRecord

  package init(_ record: CheckWordRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", Identifier<CheckWordRecord>(rawValue: record.id))
      json.field("monitoring_id", record.monitoringID)
      json.field("check", record.check)
      json.field("word", word: record.word)
      json.field("at", record.at)
      json.field("reason", record.reason)
    }
  }
}

/// What is late, due, raised and changed, of everybody in treatment.
package struct DueListRepresentation: Representation {
  package let lines: [DueLine]
  package let filter: DueFilter
  package let at: Date

  package init(_ lines: [DueLine], filter: DueFilter, at: Date) {
    self.lines = lines
    self.filter = filter
    self.at = at
  }

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
      json.field("late", late.count)
      json.field("due", due.count)
      json.field("raised", raised.count)
      json.field("changed", changed.count)
      json.field("cut", lines.count == Int(filter.limit))
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

/// A protocol that can be started.
package struct ProtocolRepresentation: Representation {
  let record: ProtocolRecord

  package init(_ record: ProtocolRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    let definition = record.definition
    json.object { json in
      json.field("protocol", definition.reference.slug)
      json.field("version", definition.reference.version)
      json.field("title", definition.title)
      json.field("about", definition.about)
      json.field("source", definition.source)
      json.field("kind", word: definition.kind)
      json.field("shipped", record.isShipped)
      json.array("checks", definition.checks) { json, check in
        json.object { json in
          json.field("check", check.name)
          json.field("title", check.title)
          switch check.task {
          case .instrument(let slug): json.field("instrument", slug)
          case .signs(let signs): json.field("signs", signs.map(\.rawValue).sorted())
          }
          json.field("shortest_minutes", check.paces.map(\.minutes).min())
          json.field("longest_minutes", check.paces.map(\.minutes).max())
        }
      }
    }
  }
}
