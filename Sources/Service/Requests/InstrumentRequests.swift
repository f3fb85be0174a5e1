import Clinic
import Foundation
import Records

/// A FHIR Questionnaire whose words are to be loaded.
struct WordingRequest {
  let questionnaire: Questionnaire
  let licence: Note
  /// That of the file when nil.
  let language: String?
  /// Which item a link is, said by hand.
  let places: [String: Int16]
  let isPreview: Bool

  init(_ body: JSONNode) throws {
    let members = try body.members(
      ["questionnaire", "licence"], optional: ["language", "places", "preview"])
    questionnaire = try Questionnaire(json: JSON.bytes(members["questionnaire"].value))
    licence = try members["licence"].note()
    language = try members.optional("language") { try $0.text() }
    places =
      try members.optional("places") { node in
        Dictionary(
          try node.entries().map { ($0.name, try $0.node.number(Int16.self)) },
          uniquingKeysWith: { first, _ in first })
      } ?? [:]
    isPreview = try members.optional("preview") { try $0.bool() } ?? false
  }
}

/// What the clinic decides about an instrument.
struct InstrumentChoiceRequest {
  let bandSet: String?
  let isRetired: Bool
  let reason: Note

  init(_ body: JSONNode) throws {
    let members = try body.members(["reason"], optional: ["band_set", "retired"])
    bandSet = try members.optional("band_set") { try $0.slug() }
    isRetired = try members.optional("retired") { try $0.bool() } ?? false
    reason = try members["reason"].note()
  }

  func choice(of instrument: Instrument) throws -> InstrumentChoice {
    try InstrumentChoice(of: instrument, bandSet: bandSet, isRetired: isRetired)
  }
}
