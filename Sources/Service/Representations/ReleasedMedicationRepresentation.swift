import Clinic
import Foundation
import Records

/// The medicines of a person in the document of a disclosure: allergies, and every order with its course and its doses.
struct ReleasedMedicationRepresentation: Representation {
  private let medication: ReleasedMedication
  private let at: Date

  init(_ medication: ReleasedMedication, at: Date) {
    self.medication = medication
    self.at = at
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("allergies", AllergiesRepresentation(medication.allergies))
      json.array("orders", medication.orders) { json, record in
        json.object { json in
          OrderRepresentation(record, at: at, graceHours: medication.policy.graceHours)
            .writeMembers(to: &json)
          json.field("accepted_at", record.course.accepted.values.sorted())
          json.field("ended_at", record.course.over <= at ? record.course.over : nil)
          json.field("doses", record.doses.map(DoseRepresentation.init))
        }
      }
    }
  }
}
