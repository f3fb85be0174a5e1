import Clinic
import Foundation

/// What a payer was asked, or said.
package struct AuthorizationRequest: Sendable {
  package let payer: Line
  package let reference: Line?
  package let level: LevelOfCare
  package let firstDay: Day
  package let lastDay: Day
  package let decision: Authorization.Decision
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["payer", "level", "first_day", "last_day", "decision"], optional: ["reference", "reason"])
    payer = try members["payer"].line()
    reference = try members.optional("reference") { try $0.line() }
    level = try LevelOfCare(members["level"])
    firstDay = try members["first_day"].day()
    lastDay = try members["last_day"].day()
    decision = try members["decision"].word()
    reason = try members.optional("reason") { try $0.line() }
  }

  package func authorization(_ id: Authorization.ID, of episode: Episode.ID) throws -> Authorization {
    try Authorization(
      id: id, episodeID: episode, payer: payer, reference: reference, level: level, firstDay: firstDay,
      lastDay: lastDay, decision: decision, reason: reason)
  }
}

/// What is now said of an authorization; what is left out stays as it was.
package struct AuthorizationAmendmentRequest: Sendable {
  package let decision: Authorization.Decision?
  package let reference: Line?
  package let firstDay: Day?
  package let lastDay: Day?
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      [], optional: ["decision", "reference", "first_day", "last_day", "reason"])
    decision = try members.optional("decision") { try $0.word() }
    reference = try members.optional("reference") { try $0.line() }
    firstDay = try members.optional("first_day") { try $0.day() }
    lastDay = try members.optional("last_day") { try $0.day() }
    reason = try members.optional("reason") { try $0.line() }
  }
}

/// What was found when the level of care was assessed.
package struct LevelAssessmentRequest: Sendable {
  /// Now when nil.
  package let at: Date?
  package let ratings: [Recorded<LevelAssessment.Rating>]
  package let recommended: LevelOfCare
  package let agreed: LevelOfCare?
  package let difference: LevelAssessment.Difference?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["ratings", "recommended"], optional: ["at", "agreed", "difference"])
    at = try members.optional("at") { try $0.instant() }
    ratings = try members["ratings"].elements(limit: 6).map { node in
      try node.recorded { LevelAssessment.Rating(try $0.line().rawValue) }
    }
    recommended = try LevelOfCare(members["recommended"])
    agreed = try members.optional("agreed", LevelOfCare.init(_:))
    difference = try members.optional("difference") { try $0.word() }
  }

  package func assessment(
    _ id: LevelAssessment.ID, of episode: Episode.ID, at now: Date
  ) throws -> LevelAssessment {
    try LevelAssessment(
      id: id, episodeID: episode, at: at ?? now, ratings: ratings, recommended: recommended, agreed: agreed,
      difference: difference)
  }
}
