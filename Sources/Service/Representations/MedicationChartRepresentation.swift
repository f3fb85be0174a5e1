import Clinic
import Foundation
import Records

/// The medication chart of an episode: every order with what is due and what was done in a time.
package struct MedicationChartRepresentation: Representation {
  package let episode: Episode
  package let allergies: Allergies
  package let records: [MedicationRecord]
  package let window: Range<Date>
  package let at: Date
  package let policy: MedicationPolicy

  package init(
    _ episode: Episode, allergies: Allergies, records: [MedicationRecord], window: Range<Date>, at: Date,
    policy: MedicationPolicy
  ) {
    self.episode = episode
    self.allergies = allergies
    self.records = records
    self.window = window
    self.at = at
    self.policy = policy
  }

  /// The doses of an order that fall due in the time of the chart.
  package func dueDoses(of record: MedicationRecord) -> [DueDose] {
    record.course.dueDoses(in: window, acts: record.doses, graceHours: policy.graceHours)
  }

  /// What was given as needed in the time of the chart.
  package func asNeeded(of record: MedicationRecord) -> [Dose] {
    record.doses.filter { $0.dueAt == nil && window.contains($0.at) }
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", at)
      json.field("episode_id", episode.id)
      json.field("patient_id", episode.patientID)
      json.field("from", window.lowerBound)
      json.field("to", window.upperBound)
      json.field("allergies", AllergiesRepresentation(allergies))
      json.array("orders", records) { json, record in
        json.object { json in
          OrderRepresentation(record, at: at, graceHours: policy.graceHours).writeMembers(to: &json)
          json.array("doses", dueDoses(of: record)) { json, due in
            json.object { json in
              json.field("due_at", due.dueAt)
              json.field("amount", due.amount)
              json.field("state", word: due.state(at: at, policy: policy))
              json.field("dose", due.dose.map(DoseRepresentation.init))
            }
          }
          json.field("as_needed", asNeeded(of: record).map(DoseRepresentation.init))
        }
      }
    }
  }
}

/// What is due on a floor: the doses that wait, and the orders that wait to be accepted.
package struct DueDosesRepresentation: Representation {
  package let at: Date
  package let doses: [Waiting]
  package let unaccepted: [MedicationRecord]

  /// A dose that nobody has acted on.
  package struct Waiting: Sendable {
    package let record: MedicationRecord
    package let due: DueDose
    package let state: DueDose.State
  }

  /// Of all `records`: what is missed in the 12 hours before `now`, late, due, and planned within so many hours.
  package init(_ records: [MedicationRecord], within hours: Int, at now: Date, policy: MedicationPolicy) {
    at = now
    let window = now.addingTimeInterval(-12 * 3_600)..<now.addingTimeInterval(Double(hours) * 3_600 + 1)
    doses = records.flatMap { record in
      record.course.dueDoses(in: window, acts: record.doses, graceHours: policy.graceHours).filter {
        $0.dose == nil
      }.map { Waiting(record: record, due: $0, state: $0.state(at: now, policy: policy)) }
    }.sorted { $0.due.dueAt < $1.due.dueAt }
    unaccepted = records.filter { $0.course.awaiting(at: now) != nil }
  }

  /// How many doses stand so.
  package func count(_ state: DueDose.State) -> Int { doses.count { $0.state == state } }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", at)
      for state in [DueDose.State.missed, .late, .due, .planned] {
        json.field(state.rawValue, count(state))
      }
      json.array("doses", doses) { json, waiting in
        let (record, terms) = (waiting.record, waiting.record.order.terms)
        json.object { json in
          json.field("order_id", record.order.id)
          json.field("patient_id", record.patientID)
          json.field("patient_name", record.patientName)
          json.field("facility_id", record.facilityID)
          json.field("due_at", waiting.due.dueAt)
          json.field("state", word: waiting.state)
          json.field("drug", terms.drug)
          json.field("amount", waiting.due.amount)
          json.field("unit", word: terms.unit)
          json.field("route", word: terms.route)
          json.field("controlled", terms.isControlled)
          json.field("witness_needed", terms.needsWitness)
        }
      }
      json.array("unaccepted", unaccepted) { json, record in
        json.object { json in
          json.field("order_id", record.order.id)
          json.field("patient_id", record.patientID)
          json.field("patient_name", record.patientName)
          json.field("drug", record.order.terms.drug)
          json.field("since", record.course.awaiting(at: at)?.during.start)
        }
      }
    }
  }
}

/// What is known of somebody's allergies.
package struct AllergiesRepresentation: Representation {
  package let allergies: Allergies

  package init(_ allergies: Allergies) {
    self.allergies = allergies
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("standing", word: allergies.standing)
      json.array("allergies", allergies.all) { json, allergy in
        json.object { json in
          json.field("id", allergy.id)
          json.field("substance", allergy.substance)
          json.field("code", allergy.code?.rawValue)
          json.field("reaction", allergy.reaction)
        }
      }
    }
  }
}

/// What two people counted of a controlled drug.
package struct StockCountRepresentation: Representation {
  package let count: StockCount

  package init(_ count: StockCount) {
    self.count = count
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", count.id)
      json.field("facility_id", count.drug.facilityID)
      json.field("drug", count.drug.drug)
      json.field("unit", word: count.drug.unit)
      json.field("shift", count.shift)
      json.field("shift_began", count.shiftBegan)
      json.field("at", count.at)
      json.field("counted", count.counted)
      json.field("expected", count.expected)
      json.field("discrepancy", count.discrepancy)
      json.field("by", count.by)
      json.field("witness", count.witness)
      json.field("note", count.note)
    }
  }
}

/// Something that was made, by its identifier.
package struct MadeRepresentation<Entity>: Representation {
  let id: Identifier<Entity>

  package init(_ id: Identifier<Entity>) {
    self.id = id
  }

  package func write(to json: inout JSONWriter) {
    json.object { $0.field("id", id) }
  }
}
