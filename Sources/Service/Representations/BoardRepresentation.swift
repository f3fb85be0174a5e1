import Clinic
import Foundation
import Records

/// The board at an instant: each bed and what stands in it, and how many stand how.
package struct BoardRepresentation: Representation {
  let places: [BoardPlace]
  let at: Date
  let knownAt: Date?

  package init(_ places: [BoardPlace], at: Date, knownAt: Date?) {
    self.places = places
    self.at = at
    self.knownAt = knownAt
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("at", at)
      json.field("known_at", knownAt)
      json.object("census") { Census(places).writeMembers(to: &$0) }
      json.array("units", UnitCensus.all(places)) { json, unit in
        json.object { json in
          json.field("unit_id", unit.unitID)
          json.field("unit", unit.unit)
          json.field("unit_stage", word: unit.stage)
          json.field("exclusive_to", word: unit.exclusiveTo)
          json.field("facility_id", unit.facilityID)
          json.field("facility", unit.facility)
          unit.census.writeMembers(to: &json)
        }
      }
      json.array("places", places) { json, place in
        json.object { json in
          BedRepresentation(place.bed).writeMembers(to: &json)
          json.field("patient_id", place.patientID)
          json.field("patient_name", place.patientName)
          json.field("episode_id", place.episodeID)
          json.field("restricted", place.isRestricted)
          json.field("stage", word: place.stage)
          json.field("level", place.level)
          json.field("stage_day", place.stageDay)
          json.field("since", place.since)
          json.field("expected_end", place.expectedEnd)
          json.field("enquiry_id", place.enquiryID)
          json.field("cause", word: place.cause)
          json.array("flags", place.flags) { $0.string($1.rawValue) }
        }
      }
    }
  }
}

extension Census {
  /// The parts add up to the beds.
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.field("beds", beds)
    json.field("free", free)
    for kind in OccupationKind.allCases { json.field(kind.rawValue, occupied[kind] ?? 0) }
  }
}
