import Clinic
import Records

/// An episode with its stays, and with its moves where they were asked for.
package struct EpisodeRepresentation: Representation {
  let record: EpisodeRecord
  let moves: [MoveRecord]?

  package init(_ record: EpisodeRecord, moves: [MoveRecord]? = nil) {
    self.record = record
    self.moves = moves
  }

  package func write(to json: inout JSONWriter) {
    let episode = record.episode
    json.object { json in
      json.field("id", episode.id)
      json.field("version", record.version)
      json.field("patient_id", episode.patientID)
      json.field("facility_id", episode.facilityID)
      json.field("intake_id", record.intakeID)
      json.field("readmission_of", episode.readmissionOf)
      json.field("days_since_last_discharge", record.daysSinceLastDischarge)
      json.field("state", word: record.state)
      json.field("admitted_at", episode.admittedAt)
      json.field("ended_at", record.endedAt)
      json.field("discharge_reason", word: record.endedAt == nil ? nil : record.dischargeReason)
      json.field("due_back_at", record.dueBackAt)
      if let now = record.instant {
        if record.state.isOnLeave { json.field("overdue", record.isOverdue(at: now)) }
        json.field("length_of_stay", record.lengthOfStay(now: now))
      }
      if !record.planned.isEmpty { json.field("planned", record.planned.map(PlannedMoveRepresentation.init)) }
      if let bed = record.bed {
        json.object("bed") { json in
          json.field("id", bed.id)
          json.field("label", bed.label)
          json.field("unit", bed.unit)
        }
      }
      json.array("stays", episode.stays) { json, stay in
        json.object { json in
          json.field("id", stay.id)
          json.field("stage", word: stay.stage)
          json.field("level", stay.level)
          json.field("service", word: stay.service)
          json.field("start", stay.during.start)
          json.field("end", stay.during.end)
          json.field("end_reason", word: stay.endReason)
        }
      }
      json.field("moves", moves?.map(MoveRepresentation.init))
    }
  }
}

/// A move that lies ahead.
package struct PlannedMoveRepresentation: Representation {
  let move: EpisodeRecord.PlannedMove

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("move_id", move.id)
      json.field("event", word: move.event)
      json.field("to", word: move.to)
      json.field("at", move.at)
    }
  }
}

extension LengthsOfStay: Representation {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("teds", teds)
      json.field("hcup", hcup)
    }
  }
}

/// A line of the ledger.
package struct MoveRepresentation: Representation {
  let record: MoveRecord

  package init(_ record: MoveRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    let move = record.move
    json.object { json in
      json.field("id", move.id)
      json.field("sequence", move.sequence)
      json.field("event", word: move.event)
      json.field("from", word: move.from)
      json.field("to", word: move.to)
      json.field("effective_at", move.effectiveAt)
      json.field("recorded_at", move.recordedAt)
      json.field("by", move.actor)
      json.field("stay_id", record.stayID)
      json.field("discharge_reason", word: move.dischargeReason)
      json.field("reason", move.reason)
      json.field("cause", move.cause)
      json.field("due_back_at", move.dueBackAt)
      json.field("corrects", move.corrects)
    }
  }
}

extension LevelOfCare: Representation {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("edition", edition.rawValue)
      json.field("code", code)
    }
  }
}
