import Clinic
import Foundation
import Records

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
