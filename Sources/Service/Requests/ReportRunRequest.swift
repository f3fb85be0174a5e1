import Clinic
import Foundation
import Reports

/// A report to be made and kept.
struct ReportRunRequest: Sendable {
  /// The text of the definition.
  let text: String
  let asOf: Date?
  let knownAt: Date?
  let keepsMembers: Bool
  /// For how long it may be worked on; as long as any report when nil.
  let timeLimit: Duration?

  init(_ body: JSONNode) throws {
    let members = try body.members(
      [], optional: ["definition", "yaml", "as_of", "known_at", "keep_members", "time_limit"])
    asOf = try members.optional("as_of") { try $0.instant() }
    knownAt = try members.optional("known_at") { try $0.instant() }
    keepsMembers = try members.optional("keep_members") { try $0.bool() } ?? false
    timeLimit = try members.timeLimit()
    text = try members.definitionText()
  }
}

extension Members {
  /// The text of a definition: of the one that comes with the software by the name `definition`, or that in `yaml`.
  func definitionText() throws -> String {
    switch (try optional("definition") { try $0.text() }, try optional("yaml") { try $0.text() }) {
    case (let name?, nil):
      let shipped = try CohortRequest.shipped(name)
      return String(decoding: try CohortDefinition.shippedText(named: shipped.name).bytes, as: UTF8.self)
    case (nil, let yaml?): return yaml
    default:
      throw InvalidValue(
        "one-of", field: "definition", problem: "is missing, or given beside a text",
        remedy: "Give the name of a definition that is here as definition, or its text as yaml.")
    }
  }
}
