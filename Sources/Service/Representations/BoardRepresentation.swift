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
    let census = Census(places)
    json.object { json in
      json.field("at", at)
      json.field("known_at", knownAt)
      json.object("census") { json in
        json.field("beds", census.beds)
        json.field("free", census.free)
        for kind in OccupationKind.allCases { json.field(kind.rawValue, census.occupied[kind] ?? 0) }
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
        }
      }
    }
  }
}

/// A bed and what stands in it.
package struct BedRepresentation: Representation {
  let record: BedRecord

  package init(_ record: BedRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { writeMembers(to: &$0) }
  }

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.field("bed_id", record.id)
    json.field("label", record.label)
    json.field("unit_id", record.unitID)
    json.field("unit", record.unit)
    json.field("unit_stage", word: record.stage)
    json.field("facility_id", record.facilityID)
    json.field("facility", record.facility)
    json.field("free", record.occupation == nil)
    json.field("occupied_by", word: record.occupation)
    json.field("until", record.until)
  }
}

/// A hold on a bed, or a block of one.
package struct OccupationRepresentation: Representation {
  let id: Occupation.ID
  let bedID: Bed.ID
  let kind: OccupationKind
  let patientID: Patient.ID?
  let during: Interval

  package init(_ id: Occupation.ID, bed: Bed.ID, kind: OccupationKind, patient: Patient.ID?, during: Interval)
  {
    self.id = id
    bedID = bed
    self.kind = kind
    patientID = patient
    self.during = during
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("bed_id", bedID)
      json.field("kind", word: kind)
      json.field("patient_id", patientID)
      json.field("from", during.start)
      json.field("until", during.end)
    }
  }
}

/// A hold or a block that was ended before its time.
struct BedReleaseRepresentation: Representation {
  let occupation: Occupation
  let at: Date

  init(_ occupation: Occupation, at: Date) {
    self.occupation = occupation
    self.at = at
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("occupation_id", occupation.id)
      json.field("bed_id", occupation.bedID)
      json.field("kind", word: occupation.kind)
      json.field("at", at)
    }
  }
}

/// A facility in lists.
package struct FacilityRepresentation: Representation {
  let record: FacilityRecord

  package init(_ record: FacilityRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", record.facility.id)
      json.field("slug", record.slug)
      json.field("name", record.facility.name)
      json.field("time_zone", record.facility.timeZone)
    }
  }
}
