import Clinic
import Foundation
import Records

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
