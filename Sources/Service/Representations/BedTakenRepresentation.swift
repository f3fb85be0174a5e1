import Clinic

extension BedTaken {
  /// What a refusal of a bed says to programs: what stands in it, and beds that are free instead.
  package func writeMembers(to json: inout JSONWriter) {
    json.object("taken") { json in
      json.field("kind", word: occupiedBy)
      json.field("until", until)
      json.field("entered_by", enteredBy)
    }
    json.array("free", free) { json, bed in
      json.object { json in
        json.field("bed_id", bed.id)
        json.field("path", bed.path)
      }
    }
  }
}
