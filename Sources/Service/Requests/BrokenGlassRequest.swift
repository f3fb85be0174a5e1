import Clinic

/// A closed chart to be opened: whose, why and for how long.
package struct BrokenGlassRequest: Sendable {
  package let grounds: BrokenGlass.Grounds

  init(_ body: JSONNode) throws {
    let members = try body.members(
      ["reason"], optional: ["patient_id", "family_name", "birth_date", "minutes"])
    grounds = try BrokenGlass.Grounds(
      try Self.person(members), reason: try members["reason"].text(),
      minutes: try members.optional("minutes") { try $0.number() } ?? 60)
  }

  private static func person(_ members: Members) throws -> BrokenGlass.Person {
    let patient: Patient.ID? = try members.optional("patient_id") { try $0.identifier() }
    let family = try members.optional("family_name") { try $0.name() }
    let born = try members.optional("birth_date") { try $0.day() }
    switch (patient, family, born) {
    case (let patient?, nil, nil): return .patient(patient)
    case (nil, let family?, let born?): return .named(family: family, born: born)
    default:
      throw InvalidValue(
        "two-identifiers", field: "patient_id", problem: "is missing, or not alone",
        remedy: "Give patient_id, or family_name and birth_date.")
    }
  }
}
