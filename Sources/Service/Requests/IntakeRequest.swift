import Clinic
import Foundation

/// An intake to be recorded: of a person who is new, or of one who has a chart.
///
/// The order of the substances and of the diagnoses is their rank.
package struct IntakeRequest: Sendable {
  package enum Person: Sendable {
    case known(Patient.ID)
    case new(PersonRequest)
  }

  package let person: Person
  package let facilityID: Facility.ID
  package let enquiryID: Enquiry.ID?
  /// Now when nil.
  package let at: Date?
  package let firstContactAt: Date?
  package let circumstances: [Circumstance: Recorded<Int16>]
  package let substances: [SubstanceRequest]
  package let diagnoses: [DiagnosisRequest]
  package let notes: Note?

  package struct DiagnosisRequest: Sendable {
    package let code: DiagnosisCode
    package let madeOn: Day?
  }

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["facility_id"],
      optional: [
        "patient_id", "patient", "enquiry_id", "at", "first_contact_at", "circumstances", "substances",
        "diagnoses", "notes",
      ])
    facilityID = try members["facility_id"].identifier()
    let known: Patient.ID? = try members.optional("patient_id") { try $0.identifier() }
    let new = try members.optional("patient", PersonRequest.init)
    switch (known, new) {
    case (let id?, nil): person = .known(id)
    case (nil, let request?): person = .new(request)
    default:
      throw InvalidValue(
        "one-of", field: known == nil ? "patient" : "patient_id",
        problem: known == nil ? "is missing" : "is given beside the data of a new person",
        remedy: "Give patient_id for somebody who has a chart, or patient for somebody who is new.")
    }
    enquiryID = try members.optional("enquiry_id") { try $0.identifier() }
    at = try members.optional("at") { try $0.instant() }
    firstContactAt = try members.optional("first_contact_at") { try $0.instant() }
    circumstances = try members.optional("circumstances", Self.circumstances) ?? [:]
    substances =
      try members.optional("substances") { try $0.elements(limit: 20).map(SubstanceRequest.init) } ?? []
    diagnoses =
      try members.optional("diagnoses") { list in
        try list.elements(limit: 50).map { node in
          let members = try node.members(["code"], optional: ["made_on"])
          let code = try DiagnosisCode(members["code"].text(), field: members["code"].field)
          try code.checkWithdrawal(field: members["code"].field)
          return DiagnosisRequest(code: code, madeOn: try members.optional("made_on") { try $0.day() })
        }
      } ?? []
    notes = try members.optional("notes") { try $0.note() }
  }

  private static func circumstances(_ node: JSONNode) throws -> [Circumstance: Recorded<Int16>] {
    let members = try node.members([], optional: Circumstance.allCases.map(\.rawValue))
    var told: [Circumstance: Recorded<Int16>] = [:]
    for circumstance in Circumstance.allCases {
      guard
        let value = try members.optional(
          circumstance.rawValue, { try $0.recorded { try $0.number(Int16.self) } })
      else { continue }
      do {
        try circumstance.check(value)
      } catch {
        throw error.at("\(node.path).\(circumstance.rawValue)")
      }
      told[circumstance] = value
    }
    return told
  }
}

/// One substance; what is left out was not collected.
package struct SubstanceRequest: Sendable {
  package let substance: Recorded<Substance>
  package let detailedDrug: Recorded<DetailedDrug>
  package let route: Recorded<Route>
  package let frequency: Recorded<UseFrequency>
  package let ageAtFirstUse: Recorded<Int16>
  package let form: Recorded<DrugForm>
  package let dose: Recorded<Line>
  package let lastUse: Recorded<Day>
  package let origin: Recorded<UseOrigin>

  init(_ body: JSONNode) throws {
    let members = try body.members(
      ["substance"],
      optional: [
        "detailed_drug", "route", "frequency", "age_at_first_use", "form", "dose", "last_use", "origin",
      ])
    substance = try members["substance"].recorded { try $0.word() }
    detailedDrug = try members.recorded("detailed_drug") { DetailedDrug(rawValue: try $0.number()) }
    route = try members.recorded("route") { try $0.word() }
    frequency = try members.recorded("frequency") { try $0.word() }
    ageAtFirstUse = try members.recorded("age_at_first_use") { try $0.number() }
    form = try members.recorded("form") { try $0.word() }
    dose = try members.recorded("dose") { try $0.line() }
    lastUse = try members.recorded("last_use") { try $0.day() }
    origin = try members.recorded("origin") { try $0.word() }
  }
}
