import Clinic
import Records

/// The head of a chart: who it is.
package struct PatientRepresentation: Representation {
  let record: PatientRecord

  package init(_ record: PatientRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", record.id)
      json.field("version", record.version)
      json.field("given_name", record.givenName)
      json.field("family_name", record.familyName)
      json.field("preferred_name", record.preferredName)
      json.field("birth_date", record.birthDate)
      json.field("sex", word: record.sex)
      json.field("recorded_at", record.recordedAt)
    }
  }
}

/// A number or a way to reach the person.
struct PatientDetailRepresentation: Representation {
  let detail: PatientDetail

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", detail.kind.rawValue)
      json.field("system", detail.system)
      json.field("value", detail.value)
      json.field("safe_to_contact", detail.safeToContact)
    }
  }
}
