import Clinic
import Foundation
import Records

/// The board of data quality.
package struct QualityBoardRepresentation: Representation {
  let counts: [QualityCount]
  let scope: QualityScope

  package init(_ counts: [QualityCount], _ scope: QualityScope) {
    self.counts = counts
    self.scope = scope
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("from", scope.from)
      json.field("to", scope.to)
      json.field("late_after_days", scope.lateAfter)
      json.field("idle_after_days", scope.idleAfter)
      json.array("lines", counts) { json, one in
        json.object { json in
          json.field("facility_id", one.facilityID)
          json.field("staff", one.staff)
          for purpose in QualityPurpose.allCases { json.field(purpose.rawValue, one[purpose]) }
        }
      }
    }
  }
}

/// One thing to be seen to.
package struct QualityItemRepresentation: Representation {
  let item: QualityItem

  package init(_ item: QualityItem) { self.item = item }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", item.purpose.rawValue)
      json.field("what", item.what)
      json.field("patient_id", item.patientID)
      json.field("episode_id", item.episodeID)
      json.field("facility_id", item.facilityID)
      json.field("at", item.at)
      json.field("staff", item.staff)
    }
  }
}
