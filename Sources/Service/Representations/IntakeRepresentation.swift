import Clinic
import Records

/// An intake: what was told, and where it came from.
package struct IntakeRepresentation: Representation {
  let intake: Intake

  package init(_ intake: Intake) {
    self.intake = intake
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", intake.id)
      json.field("patient_id", intake.patientID)
      json.field("facility_id", intake.facilityID)
      json.field("enquiry_id", intake.enquiryID)
      json.field("at", intake.at)
      json.field("first_contact_at", intake.firstContactAt)
      json.object("circumstances") { json in
        for circumstance in Circumstance.allCases {
          json.field(circumstance.rawValue, intake.circumstances[circumstance])
        }
      }
      if !intake.substances.isEmpty {
        json.field("substances", intake.substances.map(SubstanceUseRepresentation.init))
      }
      if !intake.diagnoses.isEmpty {
        json.array("diagnoses", intake.diagnoses) { json, diagnosis in
          json.object { json in
            json.field("id", diagnosis.id)
            json.field("rank", diagnosis.rank)
            json.field("code", diagnosis.code.rawValue)
            json.field("made_on", diagnosis.madeOn)
          }
        }
      }
      json.field("notes", intake.notes)
    }
  }
}

/// One substance in its place of the order.
struct SubstanceUseRepresentation: Representation {
  let use: SubstanceUse

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", use.id)
      json.field("rank", use.rank)
      json.field("substance", word: use.substance)
      json.field("detailed_drug", use.detailedDrug)
      json.field("form", word: use.form)
      json.field("route", word: use.route)
      json.field("frequency", word: use.frequency)
      json.field("age_at_first_use", use.ageAtFirstUse)
      json.field("dose", use.dose)
      json.field("last_use", use.lastUse)
      json.field("origin", word: use.origin)
    }
  }
}
