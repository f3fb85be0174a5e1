import Clinic
import Foundation

/// An intake that must be refused, and how.
struct WrongIntake {
  let what: String
  let body: Data
  let status: Int32
  let code: String
  let field: String?

  static func all(facility: Facility.ID) -> [WrongIntake] {
    let place = #""facility_id": "\#(facility)""#
    let person = #""patient": {"family_name": "Zztest"}"#
    func text(
      _ what: String, _ body: String, _ code: String, _ field: String?, status: Int32 = 65
    ) -> WrongIntake {
      WrongIntake(what: what, body: Data(body.utf8), status: status, code: code, field: field)
    }
    func wrong(_ what: String, patient: String, _ code: String, _ field: String) -> WrongIntake {
      text(what, #"{\#(place), "patient": {"family_name": "Zztest", \#(patient)}}"#, code, field)
    }
    let invalid =
      Data(#"{\#(place), "patient": {"family_name": ""#.utf8) + Data([0xFF, 0xFE]) + Data(#""}}"#.utf8)
    return [
      text("malformed JSON", #"{"facility_id": "#, "malformed-json", nil),
      text(
        "a NUL", #"{\#(place), "patient": {"family_name": "Zz\u0000"}}"#, "control-character",
        "patient.family_name"),
      WrongIntake(what: "invalid UTF-8", body: invalid, status: 65, code: "malformed-json", field: nil),
      text("a list instead of an object", "[]", "wrong-type", nil),
      text("an unknown field", #"{\#(place), \#(person), "shoe_size": 44}"#, "unknown-field", "shoe_size"),
      text("a wrong type", #"{\#(place), \#(person), "notes": 7}"#, "wrong-type", "notes"),
      text("a missing facility", "{\(person)}", "missing-required", "facility_id"),
      text("a missing person", "{\(place)}", "one-of", "patient"),
      wrong(
        "an impossible date", patient: #""birth_date": "2023-02-29""#, "invalid-date", "patient.birth_date"),
      wrong(
        "a birth in the future", patient: #""birth_date": "2190-01-01""#, "date-in-future",
        "patient.birth_date"),
      wrong("an unknown code", patient: #""sex": "purple""#, "unknown-code", "patient.sex"),
      wrong(
        "a name too long", patient: #""given_name": "\#(String(repeating: "z", count: 101))""#,
        "text-too-long",
        "patient.given_name"),
      text(
        "an end before its start",
        #"{\#(place), \#(person), "at": "2026-01-02T00:00:00Z", "first_contact_at": "2026-01-03T00:00:00Z"}"#,
        "end-before-start", "first_contact_at"),
      text(
        "an unknown drug",
        #"{\#(place), \#(person), "substances": [{"substance": "other", "detailed_drug": 9999}]}"#,
        "unknown-code", "substances[0].detailed_drug"),
      text(
        "an unknown facility", #"{"facility_id": "\#(UUID().uuidString)", \#(person)}"#, "not-found",
        "facility_id",
        status: 66),
      text(
        "an unknown patient", #"{\#(place), "patient_id": "\#(UUID().uuidString)"}"#, "not-found", nil,
        status: 66),
      WrongIntake(
        what: "20 MB", body: Data(repeating: 0x20, count: 20_000_001), status: 65, code: "file-too-large",
        field: nil),
    ]
  }
}
