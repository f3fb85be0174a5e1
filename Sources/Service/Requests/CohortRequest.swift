import Clinic
import Foundation
import Records
import Reports

/// A cohort report to be made, of a definition that is sent or of one that comes with the software.
package struct CohortRequest: Sendable {
  package let definition: CohortDefinition
  package let asOf: Date?
  package let knownAt: Date?
  /// Whether it is to leave, so that small counts are withheld.
  package let isReleased: Bool
  package let purpose: Caller.Purpose
  /// For how long it may be worked on; as long as any report when nil.
  package let timeLimit: Duration?

  package init(
    _ definition: CohortDefinition, asOf: Date?, knownAt: Date?, isReleased: Bool = false,
    purpose: Caller.Purpose = .operations, timeLimit: Duration? = nil
  ) {
    self.definition = definition
    self.purpose = purpose
    self.asOf = asOf
    self.knownAt = knownAt
    self.isReleased = isReleased
    self.timeLimit = timeLimit
  }

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      [], optional: ["definition", "yaml", "as_of", "known_at", "suppress", "purpose", "time_limit"])
    purpose = try members.optional("purpose") { try $0.word() } ?? .operations
    isReleased = try members.optional("suppress") { try $0.bool() } ?? false
    asOf = try members.optional("as_of") { try $0.instant() }
    knownAt = try members.optional("known_at") { try $0.instant() }
    timeLimit = try members.timeLimit()
    let name = try members.optional("definition") { try $0.text() }
    let yaml = try members.optional("yaml") { try $0.text() }
    switch (name, yaml) {
    case (let name?, nil): definition = try Self.shipped(name)
    case (nil, let yaml?): definition = try CohortDefinition(yaml: yaml, file: "yaml")
    default:
      throw InvalidValue(
        "one-of", field: "definition", problem: "is missing, or given beside a text",
        remedy: "Give the name of a definition that is here as definition, or its text as yaml.")
    }
  }

  /// The shipped definition of that name; an odd name is not repeated.
  static func shipped(_ name: String) throws -> CohortDefinition {
    try CohortDefinition.shipped(named: self.name(name, "definition"))
  }

  /// A name as definitions have it.
  static func name(_ text: String, _ field: String) throws -> String {
    guard text.wholeMatch(of: /[a-z0-9_]{1,60}/) != nil else {
      throw InvalidValue(
        "invalid-name", field: field, problem: "is not the name of a definition",
        remedy: "Use a name of at most 60 small letters, digits and underscores.")
    }
    return text
  }
}

extension Members {
  /// For how long a report may be worked on, in seconds; nil when it was not given.
  func timeLimit() throws -> Duration? {
    try optional("time_limit") { .seconds(try $0.number(in: Duration.secondsOfReport)) }
  }
}

extension QueryParameters {
  /// For how long a report may be worked on, in seconds; nil when it was not given.
  func timeLimit() throws -> Duration? {
    try count("time_limit", limit: Duration.secondsOfReport.upperBound).map { .seconds($0) }
  }
}
