import Clinic
import Foundation
import Records

/// A screening to be recorded, with answers by the number of the item.
package struct ScreeningRequest: Sendable {
  package let draft: ScreeningDraft

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["patient_id", "instrument", "answers"],
      optional: [
        "episode_id", "version", "substance", "at", "manner", "administered_by", "keep_skipped",
        "confirm_unlikely",
      ])
    let (slug, version) = (
      try members["instrument"].slug(), try members.optional("version") { try $0.slug() }
    )
    let instrument = try? InstrumentLibrary.shipped().find(slug, version: version)
    draft = ScreeningDraft(
      patientID: try members["patient_id"].identifier(),
      episodeID: try members.optional("episode_id") { try $0.identifier() },
      instrument: try members["instrument"].slug(),
      version: try members.optional("version") { try $0.slug() },
      substance: try members.optional("substance") { try $0.slug() },
      at: try members.optional("at") { try $0.instant() },
      administration: try Administration(members) ?? .notSaid,
      answers: try members["answers"].answers(to: instrument),
      keepsSkipped: try members.optional("keep_skipped") { try $0.bool() } ?? false,
      confirmsUnlikely: try members.optional("confirm_unlikely") { try $0.bool() } ?? false)
  }
}

/// What was wrong about a screening, as it should have been.
struct ScreeningCorrectionRequest {
  let correction: ScreeningCorrection

  /// Reads numbers as the items of `instrument` take them.
  init(_ body: JSONNode, of instrument: Instrument) throws {
    let members = try body.members(
      ["reason"],
      optional: ["answers", "at", "manner", "administered_by", "keep_skipped", "confirm_unlikely"])
    correction = ScreeningCorrection(
      answers: try members.optional("answers") { try $0.answers(to: instrument) } ?? [:],
      at: try members.optional("at") { try $0.instant() }, administration: try Administration(members),
      keepsSkipped: try members.optional("keep_skipped") { try $0.bool() } ?? false,
      confirmsUnlikely: try members.optional("confirm_unlikely") { try $0.bool() } ?? false,
      reason: try members["reason"].note())
  }
}

/// Why a screening was never made.
struct ScreeningErrorRequest {
  let reason: Note

  init(_ body: JSONNode) throws {
    reason = try body.members(["reason"])["reason"].note()
  }
}

/// Answers so far, to be told what comes next.
struct ScreeningFormRequest {
  let answers: Screening.Answers
  let substance: String?

  /// Reads numbers as the items of `instrument` take them.
  init(_ body: JSONNode, of instrument: Instrument) throws {
    let members = try body.members(["answers"], optional: ["substance"])
    answers = try members["answers"].answers(to: instrument)
    substance = try members.optional("substance") { try $0.slug() }
  }
}

extension Administration {
  /// Nil when nothing was said.
  fileprivate init?(_ members: Members) throws {
    let manner: Manner? = try members.optional("manner") { try $0.word() }
    let by: Staff.ID? = try members.optional("administered_by") { try $0.identifier() }
    if manner == nil, by == nil { return nil }
    try self.init(manner, by: by)
  }
}

extension JSONNode {
  /// Answers by the number of the item; a number with decimals where the item of `instrument` has them.
  fileprivate func answers(to instrument: Instrument?) throws -> Screening.Answers {
    var answers: Screening.Answers = [:]
    for (name, answer) in try entries() {
      guard let item = Int16(name), item > 0, String(item) == name else {
        throw InvalidValue(
          "unknown-item", field: answer.field, problem: "is not the number of an item",
          remedy: "Name the answers by the numbers of the items: \"1\", \"2\".")
      }
      let measure = instrument?.item(item)?.measure
      answers[item] = try answer.recorded { try $0.number(as: measure) }
    }
    return answers
  }

  /// A number of a measure, of which 36.8 is kept as 368 where there is one decimal place; a whole number when nil.
  private func number(as measure: Instrument.Measure?) throws -> Int16 {
    guard let measure, measure.decimals > 0, case .number(let digits) = value else { return try number() }
    guard let found = Instrument.Measure.value(digits, decimals: measure.decimals) else {
      throw InvalidValue(
        "out-of-range", field: field, problem: "is not a number with at most \(measure.decimals) decimals",
        remedy: "Send it like \(measure.text(measure.usual.lowerBound)).")
    }
    return found
  }

  /// A short name such as `phq_9`, or a version such as `1.0`; it is safe to repeat.
  func slug() throws -> String {
    let text = try text()
    guard text.utf8.allSatisfy({ (0x2D...0x7A).contains($0) }), (1...60).contains(text.utf8.count) else {
      throw InvalidValue(
        "invalid-name", field: field, problem: "is not the name of a definition",
        remedy: "Use a name as GET /v1/instruments lists it.")
    }
    return text
  }
}
