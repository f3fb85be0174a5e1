import Clinic
import Foundation
import Records
import Reports

/// The step-down guard: who leaves a stage when, and what is missing for it.
package struct StepDownListRepresentation: Representation {
  let stays: [StepDownRepresentation]
  let at: Date

  package init(_ stays: [StepDownRepresentation], at: Date) {
    self.stays = stays
    self.at = at
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", at)
      json.field("missing", stays.reduce(0) { $0 + $1.view.missing.count })
      json.field("overdue", stays.reduce(0) { $0 + $1.overdue })
      json.field("stays", stays)
    }
  }
}

/// One stay with what is settled and what is missing for its end.
package struct StepDownRepresentation: Representation {
  package let stay: GuardedStay
  package let view: StepDownGuard
  package let at: Date

  package init(_ stay: GuardedStay, policy: StepDownPolicy, at: Date) {
    self.stay = stay
    self.at = at
    view = StepDownGuard(stay.situation, policy: policy, now: at)
  }

  /// How many lines should have been settled by now.
  package var overdue: Int { view.lines.count { $0.isOverdue(at: at) } }

  package func write(to json: inout JSONWriter) {
    let record = stay.record
    json.object { json in
      json.field("stay_id", record.stay.id)
      json.field("episode_id", record.stay.episodeID)
      json.field("patient_id", record.patientID)
      json.field("patient_name", stay.patientName)
      json.field("facility_id", record.facilityID)
      json.field("stage", word: record.stay.stage)
      json.field("level", record.stay.level)
      json.field("since", record.stay.during.start)
      json.field("expected_end", view.expectedEnd?.at)
      json.field("basis", word: view.expectedEnd?.basis)
      json.field("next_stage", word: stay.situation.nextStage)
      json.field("next_level", stay.situation.plan.nextLevel)
      json.field("hand_off", stay.situation.handOff.map(HandOffRepresentation.init))
      json.field("appointment", stay.situation.appointment.map(AppointmentRepresentation.init))
      json.array("lines", view.lines) { json, line in
        json.object { json in
          json.field("item", word: line.item)
          json.field("status", word: line.status)
          json.field("finding", word: line.finding)
          json.field("words", line.finding.words)
          json.field("about", line.about)
          json.field("at", line.at)
          json.field("owner_role", line.owner?.rawValue)
          json.field("owner", stay.owners[line.item])
          json.field("due_at", line.dueAt)
          json.field("overdue", line.isOverdue(at: at))
        }
      }
    }
  }
}

/// What is planned for the end of a stay.
package struct StepDownPlanRepresentation: Representation {
  let plan: StepDownPlan

  package init(_ plan: StepDownPlan) {
    self.plan = plan
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("expected_end", plan.expectedEnd?.at)
      json.field("basis", word: plan.expectedEnd?.basis)
      json.field("next_stage", word: plan.nextStage)
      json.field("next_level", plan.nextLevel)
      json.field("destination", plan.destination)
      json.field("transport", word: plan.transport)
      json.field("transport_note", plan.transportNote)
    }
  }
}

/// A question to take somebody over.
package struct HandOffRepresentation: Representation {
  let handOff: HandOff

  package init(_ handOff: HandOff) {
    self.handOff = handOff
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", handOff.id)
      json.field("stay_id", handOff.stayID)
      json.field("to", handOff.receiver.name)
      switch handOff.receiver {
      case .staff(let id, name: _): json.field("staff_id", id)
      case .outside(name: _, let place): json.field("place", place)
      }
      json.field("offered_at", handOff.offeredAt)
      json.field("answer", word: handOff.answer?.kind)
      json.field("answered_at", handOff.answer?.at)
      json.field("note", handOff.note)
    }
  }
}

/// What was answered to it.
package struct HandOffAnswerRepresentation: Representation {
  let id: HandOff.ID
  let answer: HandOff.Answer

  package init(_ id: HandOff.ID, _ answer: HandOff.Answer) {
    self.id = id
    self.answer = answer
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("answer", word: answer.kind)
      json.field("at", answer.at)
    }
  }
}

/// A time at which somebody is to be seen.
package struct AppointmentRepresentation: Representation {
  let appointment: Appointment

  package init(_ appointment: Appointment) {
    self.appointment = appointment
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", appointment.id)
      json.field("episode_id", appointment.episodeID)
      json.field("at", appointment.at)
      json.field("place", appointment.place)
      json.field("with", appointment.with)
      json.field("state", word: appointment.state)
    }
  }
}

/// How many went on to the next care, by facility and stage.
package struct ContinuityRepresentation: Representation {
  let figures: [Continuity]
  let from: Date
  let to: Date
  let sameDay: Continuity.SameDay

  package init(_ figures: [Continuity], from: Date, to: Date, sameDay: Continuity.SameDay) {
    self.figures = figures
    self.from = from
    self.to = to
    self.sameDay = sameDay
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("from", from)
      json.field("to", to)
      json.field("same_day", word: sameDay)
      json.array("groups", figures) { json, figure in
        json.object { json in
          json.field("facility_id", figure.facilityID)
          json.field("facility", figure.facility)
          json.field("stage", word: figure.stage)
          json.field("ended", figure.ended)
          json.field("died", figure.died)
          json.field("incarcerated", figure.incarcerated)
          json.array("within", figure.within) { json, within in
            json.object { json in
              json.field("days", within.days)
              json.field("followed", within.followed)
              json.field("continued", within.continued)
              if let share = within.share {
                json.field("share", share.value)
                json.field("lower", share.lower)
                json.field("upper", share.upper)
              }
            }
          }
        }
      }
    }
  }
}
