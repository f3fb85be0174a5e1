import Clinic
import Foundation

/// Somebody who has no chart yet.
package struct PersonRequest: Sendable {
  package let demographics: Demographics
  package let contacts: [ContactRequest]
  package let numbers: [Patient.Number]

  package struct ContactRequest: Sendable {
    package let kind: Contact.Kind
    package let value: Line
    package let relation: Line?
    package let safeToContact: Recorded<Bool>
  }

  init(_ body: JSONNode) throws {
    let members = try body.members(
      [],
      optional: [
        "given_name", "family_name", "name", "preferred_name", "birth_date", "sex", "race", "ethnicity",
        "contacts", "numbers",
      ])
    demographics = Demographics(
      name: try Self.name(members, of: body),
      preferredName: try members.optional("preferred_name") { try $0.name() },
      birthDate: try members.recorded("birth_date") { try $0.day() },
      sex: try members.recorded("sex") { try $0.word() },
      race: try members.recorded("race") { try $0.word() },
      ethnicity: try members.recorded("ethnicity") { try $0.word() })
    contacts = try members.optional("contacts") { try $0.elements(limit: 20).map(ContactRequest.init) } ?? []
    numbers =
      try members.optional("numbers") { list in
        try list.elements(limit: 20).map { node in
          let number = try node.members(["system", "value"])
          return Patient.Number(system: try number["system"].line(), value: try number["value"].line())
        }
      } ?? []
  }

  /// The name in one or two parts, or the reason why there is none.
  private static func name(_ members: Members, of body: JSONNode) throws -> Recorded<Patient.FullName> {
    let given = try members.optional("given_name") { try $0.name() }
    let family = try members.optional("family_name") { try $0.name() }
    let reason = try members.optional("name") {
      try $0.members(["missing"])["missing"].word(MissingReason.self)
    }
    switch (Patient.FullName(given: given, family: family), reason) {
    case (let name?, nil): return .value(name)
    case (nil, let reason?): return .missing(reason)
    case (nil, nil):
      throw InvalidValue(
        "missing-required", field: "\(body.path).family_name", problem: "is missing",
        remedy: #"Give given_name or family_name, or "name": {"missing": reason}."#)
    case (_?, _?):
      throw InvalidValue(
        "value-and-reason", field: "\(body.path).name",
        problem: "says why there is no name, and there is one",
        remedy: "Give one of the two.")
    }
  }

  package func patient(_ id: Patient.ID, new: () -> Contact.ID) -> Patient {
    Patient(
      id: id, demographics: demographics,
      contacts: contacts.map {
        Contact(
          id: new(), kind: $0.kind, value: $0.value, relation: $0.relation, safeToContact: $0.safeToContact)
      },
      numbers: numbers)
  }
}

extension PersonRequest.ContactRequest {
  fileprivate init(_ body: JSONNode) throws {
    let members = try body.members(["kind", "value"], optional: ["relation", "safe_to_contact"])
    self.init(
      kind: try members["kind"].word(), value: try members["value"].line(),
      relation: try members.optional("relation") { try $0.line() },
      safeToContact: try members.recorded("safe_to_contact") { try $0.bool() })
  }
}
