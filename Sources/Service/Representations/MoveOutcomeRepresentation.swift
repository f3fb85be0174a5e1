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
      json.field("planned", outcome.isPlanned)
      if !outcome.withdrawn.isEmpty { json.field("withdrawn", outcome.withdrawn) }
      outcome.warnings.writeMember(to: &json)
    }
  }
}

/// What became of an episode when a planned move was taken back.
package struct WithdrawalRepresentation: Representation {
  let outcome: WithdrawalOutcome

  package init(_ outcome: WithdrawalOutcome) { self.outcome = outcome }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", outcome.episodeID)
      json.field("version", outcome.version)
      json.field("patient_id", outcome.patientID)
      json.field("move_id", outcome.moveID)
      json.field("void", outcome.isVoid)
    }
  }
}

/// What became of an episode that was put back.
package struct RestorationRepresentation: Representation {
  let outcome: RestorationOutcome

  package init(_ outcome: RestorationOutcome) { self.outcome = outcome }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", outcome.episodeID)
      json.field("version", outcome.version)
      json.field("patient_id", outcome.patientID)
      json.field("state", word: outcome.state)
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
