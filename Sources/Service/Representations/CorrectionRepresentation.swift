import Clinic
import Foundation
import Records

/// What a correction changes: stays, beds, census, figures and documents before and after it, and what is in its way.
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
      json.field("void", outcome.isVoid)
      json.array("stays", outcome.shifts) { json, shift in
        json.object { json in
          json.field("id", shift.stayID)
          json.field("stage", word: shift.stage)
          json.field("level", shift.level)
          json.field("before", shift.before)
          json.field("after", shift.after)
          json.field("end_reason", word: shift.endReason)
        }
      }
      json.array("beds", outcome.beds) { json, shift in
        json.object { json in
          json.field("bed_id", shift.bedID)
          json.field("label", shift.label)
          json.field("kind", shift.kind.rawValue)
          json.field("before", shift.before)
          json.field("after", shift.after)
        }
      }
      json.array("census", outcome.census) { json, shift in
        json.object { json in
          json.field("day", shift.day)
          json.field("change", shift.change)
        }
      }
      json.object("figures") { json in
        json.object("before") { outcome.before.writeFields(to: &$0) }
        json.object("after") { outcome.after.writeFields(to: &$0) }
      }
      json.array("documents", outcome.documents) { json, shift in
        json.object { json in
          json.field("kind", shift.document.kind)
          json.field("id", shift.document.id.uuidString.lowercased())
          json.field("at", shift.document.at)
          json.field("before", shift.before)
          json.field("after", shift.after)
        }
      }
      json.array("conflicts", outcome.conflicts) { json, conflict in
        json.object { json in
          json.field("type", "/problems/\(conflict.code)")
          json.field("detail", conflict.message)
          json.field("field", conflict.field)
          json.field("value", conflict.value)
          json.field("remedy", conflict.remedy)
        }
      }
    }
  }
}

extension EpisodeFigures {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("length_of_stay", lengthOfStay)
    json.field("retention_days", retentionDays)
    json.field("discharge_reason", word: dischargeReason)
    json.array("stay_reasons", stayReasons.sorted { $0.key.rawValue < $1.key.rawValue }) { json, entry in
      json.object { json in
        json.field("reason", word: entry.key)
        json.field("count", entry.value)
      }
    }
  }
}
