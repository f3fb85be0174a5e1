import Clinic

/// Records to be given out, and what allows it.
package struct ReleaseRequest: Sendable {
  package let release: Release

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["patient_id", "categories", "recipient", "purpose", "basis"],
      optional: ["consent_id", "under", "affiliation", "emergency", "authority"])
    let categories = try ConsentRequest.categories(members["categories"])
    guard !categories.isEmpty else {
      throw InvalidValue(
        "missing-required", field: "categories", problem: "names nothing",
        remedy: "Say what is to be given out.")
    }
    release = Release(
      patientID: try members["patient_id"].identifier(), categories: categories,
      recipient: try members["recipient"].line(), under: try members.optional("under") { try $0.line() },
      purpose: try members["purpose"].line(), basis: try Self.basis(members))
  }

  private static func basis(_ members: Members) throws -> Release.Basis {
    switch try members["basis"].word(BasisWord.self) {
    case .consent:
      return .consent(try required("consent_id", members) { try $0.identifier() })
    case .emergency:
      return .emergency(
        affiliation: try required("affiliation", members) { try $0.line() },
        nature: try required("emergency", members) { try $0.line() })
    case .research: return .research(authority: try required("authority", members) { try $0.line() })
    case .audit: return .audit(authority: try required("authority", members) { try $0.line() })
    case .courtOrder: return .courtOrder(authority: try required("authority", members) { try $0.line() })
    case .patientRequest: return .patientRequest
    }
  }

  private static func required<Value>(
    _ name: String, _ members: Members, _ read: (JSONNode) throws -> Value
  ) throws -> Value {
    guard let value = try members.optional(name, read) else {
      throw InvalidValue(
        "missing-required", field: name, problem: "is missing, and this basis needs it",
        remedy: "Give the field \(name).")
    }
    return value
  }
}

/// The words for what allows a disclosure.
enum BasisWord: String, CaseIterable, Worded {
  case consent, emergency, research, audit
  case courtOrder = "court_order"
  case patientRequest = "patient_request"
}
