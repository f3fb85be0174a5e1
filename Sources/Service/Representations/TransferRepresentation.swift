import Clinic
import Records

/// A request between facilities and what became of it.
package struct TransferRepresentation: Representation {
  let record: TransferRecord

  package init(_ record: TransferRecord) { self.record = record }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      record.request.writeFields(to: &json)
      json.field("state", record.state.rawValue)
      json.field("patient_name", record.patientName)
      json.field("from", record.from)
      json.field("to", record.to)
      json.field("asked_of", record.askedOf)
      json.field("requested_by", record.requestedBy)
      json.field("requested_at", record.requestedAt)
      json.field("answered_by", record.answeredBy)
      json.field("answered_at", record.answeredAt)
      json.field("answer", record.answer)
      json.field("next_episode_id", record.nextEpisodeID)
    }
  }
}

/// A request that was just made.
package struct RequestedRepresentation: Representation {
  let request: TransferRequest

  package init(request: TransferRequest) { self.request = request }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      request.writeFields(to: &json)
      json.field("state", TransferRequest.State.open.rawValue)
    }
  }
}

/// What came of a request that was accepted.
package struct TransferOutcomeRepresentation: Representation {
  let outcome: TransferOutcome

  package init(_ outcome: TransferOutcome) { self.outcome = outcome }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("transfer_id", outcome.requestID)
      json.field("patient_id", outcome.patientID)
      json.field("ended_episode_id", outcome.endedEpisodeID)
      json.field("admission", MoveOutcomeRepresentation(outcome.admission))
    }
  }
}

extension TransferRequest {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("id", id)
    json.field("episode_id", episodeID)
    json.field("patient_id", patientID)
    json.field("from_facility_id", fromFacilityID)
    json.field("facility_id", facilityID)
    json.field("stage", word: stage)
    json.field("reason", reason)
  }
}

extension TransferRequest.State: Worded {}
