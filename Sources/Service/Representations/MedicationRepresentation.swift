import Clinic
import Foundation
import Records

extension Decimal: Representation {
  /// All its digits.
  package func write(to json: inout JSONWriter) { json.raw(description) }
}

/// An order as it was made, or as it would be.
package struct OrderedRepresentation: Representation {
  package let outcome: OrderOutcome
  let isPreview: Bool

  package init(_ outcome: OrderOutcome, isPreview: Bool = false) {
    self.outcome = outcome
    self.isPreview = isPreview
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      if !isPreview { json.field("id", outcome.order.id) }
      json.field("episode_id", outcome.order.episodeID)
      json.field("patient_id", outcome.patientID)
      outcome.order.writeTerms(to: &json, zone: outcome.zone)
      json.array("warnings", outcome.warnings) { json, warning in
        json.object { json in
          json.field("code", warning.code)
          json.field("message", warning.message)
        }
      }
    }
  }
}

/// An order on record and how it stands.
package struct OrderRepresentation: Representation {
  package let record: MedicationRecord
  let at: Date
  let graceHours: Int

  package init(_ record: MedicationRecord, at: Date, graceHours: Int) {
    self.record = record
    self.at = at
    self.graceHours = graceHours
  }

  package func write(to json: inout JSONWriter) {
    json.object { writeMembers(to: &$0) }
  }

  func writeMembers(to json: inout JSONWriter) {
    let course = record.course
    json.field("id", record.order.id)
    json.field("episode_id", record.order.episodeID)
    json.field("patient_id", record.patientID)
    json.field("standing", word: course.standing(at: at, graceHours: graceHours))
    record.order.writeTerms(to: &json, zone: course.zone)
    json.field("prescriber", record.prescriber)
    json.field("warnings", record.warnings)
    json.field("acknowledged", record.acknowledged)
    json.field("stopped_at", course.stop?.at)
    json.field("stopped_by", course.stop?.by)
    json.field("stop_reason", course.stop?.reason)
    if let stay = course.awaiting(at: at) {
      json.field("awaiting_since", stay.during.start)
      json.field("goes_on_until", stay.during.start.addingTimeInterval(Double(graceHours) * 3_600))
    }
  }
}

extension MedicationOrder {
  fileprivate func writeTerms(to json: inout JSONWriter, zone: TimeZone) {
    json.field("kind", word: terms.schedule.kind)
    json.field("drug", terms.drug)
    json.field("code", terms.code?.rawValue)
    json.field("amount", terms.amount)
    json.field("unit", word: terms.unit)
    json.field("route", word: terms.route)
    switch terms.schedule {
    case .regular(let timing): timing.writeMembers(to: &json)
    case .taper(let taper, let timing):
      timing.writeMembers(to: &json)
      json.array("steps", taper.steps(from: Day(of: terms.starts, in: zone))) { json, step in
        json.object { json in
          json.field("amount", step.amount)
          json.field("first_day", step.firstDay)
          json.field("last_day", step.lastDay)
        }
      }
    case .asNeeded(let limits):
      json.field("minimum_minutes", limits.minimumMinutes)
      json.field("maximum_in_24_hours", limits.maximumIn24Hours)
    case .once: break
    }
    json.field("starts", terms.starts)
    json.field("until", terms.until)
    json.field("indication", terms.indication)
    json.field("controlled", terms.isControlled)
    json.field("witness_needed", terms.needsWitness)
    json.field("ordered_at", orderedAt)
  }
}

extension DoseTiming {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .times(let times): json.field("times", times.map(\.description))
    case .every(let minutes): json.field("every_minutes", minutes)
    }
  }
}

/// What was written about a dose.
package struct DoseOutcomeRepresentation: Representation {
  let outcome: DoseOutcome

  package init(_ outcome: DoseOutcome) {
    self.outcome = outcome
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", outcome.id)
      json.field("order_id", outcome.orderID)
      json.field("due_at", outcome.dueAt)
      json.field("outcome", word: outcome.outcome)
      json.field("at", outcome.at)
      json.field("amount", outcome.amount)
      json.field("unit", word: outcome.unit)
    }
  }
}

/// What was done about a dose, and by whom.
struct DoseRepresentation: Representation {
  let dose: Dose

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", dose.id)
      json.field("due_at", dose.dueAt)
      json.field("outcome", word: dose.outcome)
      json.field("at", dose.at)
      json.field("amount", dose.amount)
      json.field("cause", word: dose.cause)
      json.field("note", dose.note)
      json.field("by", dose.by)
      json.field("witness", dose.witness)
    }
  }
}

extension DoseActed {
  /// The members of a problem that say what was done about the dose.
  package func writeMembers(to json: inout JSONWriter) {
    json.object("acted") { json in
      json.field("dose_id", dose.id)
      json.field("due_at", dose.dueAt)
      json.field("outcome", word: dose.outcome)
      json.field("at", dose.at)
      json.field("by", dose.by)
    }
  }
}
