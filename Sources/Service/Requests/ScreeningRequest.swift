import Clinic
import Foundation

/// A screening to be recorded, with answers by the number of the item.
package struct ScreeningRequest: Sendable {
  package let patientID: Patient.ID
  package let episodeID: Episode.ID?
  package let instrument: String
  /// The newest when nil.
  package let version: String?
  /// Now when nil.
  package let at: Date?
  package let answers: Screening.Answers

  package init(
    patientID: Patient.ID, episodeID: Episode.ID?, instrument: String, version: String?, at: Date?,
    answers: Screening.Answers
  ) {
    self.patientID = patientID
    self.episodeID = episodeID
    self.instrument = instrument
    self.version = version
    self.at = at
    self.answers = answers
  }

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["patient_id", "instrument", "answers"], optional: ["episode_id", "version", "at"])
    patientID = try members["patient_id"].identifier()
    episodeID = try members.optional("episode_id") { try $0.identifier() }
    instrument = try members["instrument"].slug()
    version = try members.optional("version") { try $0.slug() }
    at = try members.optional("at") { try $0.instant() }
    answers = try Self.answers(members["answers"])
  }

  private static func answers(_ node: JSONNode) throws -> Screening.Answers {
    var answers: Screening.Answers = [:]
    for (name, answer) in try node.entries() {
      guard let item = Int16(name), item > 0, String(item) == name else {
        throw InvalidValue(
          "unknown-item", field: answer.field, problem: "is not the number of an item",
          remedy: "Name the answers by the numbers of the items: \"1\", \"2\".")
      }
      answers[item] = try answer.recorded { try $0.number() }
    }
    return answers
  }
}

extension JSONNode {
  /// A short name such as `phq_9`, or a version such as `1.0`; it is safe to repeat.
  fileprivate func slug() throws -> String {
    let text = try text()
    guard text.utf8.allSatisfy({ (0x2D...0x7A).contains($0) }), (1...60).contains(text.utf8.count) else {
      throw InvalidValue(
        "invalid-name", field: field, problem: "is not the name of a definition",
        remedy: "Use a name as GET /v1/instruments lists it.")
    }
    return text
  }
}
