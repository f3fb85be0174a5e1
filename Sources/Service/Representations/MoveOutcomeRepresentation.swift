import Clinic
import Records

/// Where an episode stands after a move.
package struct MoveOutcomeRepresentation: Representation {
  let outcome: MoveOutcome

  package init(_ outcome: MoveOutcome) {
    self.outcome = outcome
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", outcome.episodeID)
      json.field("version", outcome.version)
      json.field("patient_id", outcome.patientID)
      json.field("facility_id", outcome.facilityID)
      json.field("move_id", outcome.moveID)
      json.field("event", word: outcome.event)
      json.field("from", word: outcome.from)
      json.field("state", word: outcome.state)
      json.field("effective_at", outcome.effectiveAt)
      json.field("stay_id", outcome.stayID)
      json.field("bed_id", outcome.bedID)
    }
  }
}

/// What a correction changes: each stay before and after it.
package struct CorrectionRepresentation: Representation {
  let outcome: CorrectionOutcome

  package init(_ outcome: CorrectionOutcome) {
    self.outcome = outcome
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", outcome.episodeID)
      json.field("version", outcome.version)
      json.field("patient_id", outcome.patientID)
      json.field("state", word: outcome.state)
      json.array("stays", outcome.shifts) { json, shift in
        json.object { json in
          json.field("id", shift.stayID)
          json.field("stage", word: shift.stage)
          json.field("before", shift.before)
          json.field("after", shift.after)
          json.field("end_reason", word: shift.endReason)
        }
      }
    }
  }
}

extension Interval: Representation {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("start", start)
      json.field("end", end)
    }
  }
}
