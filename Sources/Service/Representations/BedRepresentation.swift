import Clinic
import Foundation
import Records

/// A bed and what stands in it.
package struct BedRepresentation: Representation {
  let record: BedRecord

  package init(_ record: BedRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { writeMembers(to: &$0) }
  }

  func writeMembers(to json: inout JSONWriter) {
    json.field("bed_id", record.id)
    json.field("label", record.label)
    json.field("unit_id", record.unitID)
    json.field("unit", record.unit)
    json.field("unit_stage", word: record.stage)
    json.field("exclusive_to", word: record.exclusiveTo)
    json.array("tags", record.tags) { $0.string($1) }
    json.field("facility_id", record.facilityID)
    json.field("facility", record.facility)
    json.field("free", record.occupation == nil)
    json.field("occupied_by", word: record.occupation)
    json.field("until", record.until)
  }
}

/// A hold on a bed, a planned arrival, or a block of one.
package struct OccupationRepresentation: Representation {
  let id: Occupation.ID
  let bedID: Bed.ID
  let kind: OccupationKind
  let seeker: BedSeeker?
  let cause: BlockCause?
  let during: Interval
  let warnings: [BedWarning]

  package init(
    _ id: Occupation.ID, bed: Bed.ID, kind: OccupationKind, seeker: BedSeeker?, cause: BlockCause?,
    during: Interval, warnings: [BedWarning]
  ) {
    self.id = id
    bedID = bed
    self.kind = kind
    self.seeker = seeker
    self.cause = cause
    self.during = during
    self.warnings = warnings
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("bed_id", bedID)
      json.field("kind", word: kind)
      json.field("patient_id", seeker?.patientID)
      json.field("enquiry_id", seeker?.enquiryID)
      json.field("cause", word: cause)
      json.field("from", during.start)
      json.field("until", during.end)
      warnings.writeMember(to: &json)
    }
  }
}

/// A person in another bed.
package struct BedMoveRepresentation: Representation {
  let move: BedMove
  let warnings: [BedWarning]

  package init(_ move: BedMove, warnings: [BedWarning]) {
    self.move = move
    self.warnings = warnings
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("episode_id", move.episodeID)
      json.field("patient_id", move.patientID)
      json.field("from_bed_id", move.from)
      json.field("bed_id", move.to)
      json.field("at", move.at)
      json.field("version", move.version)
      warnings.writeMember(to: &json)
    }
  }
}

extension [BedWarning] {
  func writeMember(to json: inout JSONWriter) {
    json.array("warnings", self) { json, warning in
      json.object { json in
        json.field("type", "/warnings/\(warning.code)")
        json.field("detail", warning.message)
      }
    }
  }
}

/// A hold, a planned arrival or a block that was ended before its time.
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
