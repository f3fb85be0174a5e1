import Clinic
import Foundation
import Records

/// A set of signs to be recorded.
package struct VitalsRequest: Sendable {
  /// Now when nil.
  package let at: Date?
  package let scale: Vitals.Scale
  package let readings: [VitalSign: Reading]
  package let confirmed: Set<VitalSign>
  package let note: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["readings"], optional: ["at", "scale", "confirmed", "note"])
    at = try members.optional("at") { try $0.instant() }
    scale = try members.optional("scale") { try $0.scale() } ?? .first
    readings = try members["readings"].readings()
    confirmed = try members.optional("confirmed") { try $0.signs() } ?? []
    note = try members.optional("note") { try $0.line() }
  }

  package func vitals(_ id: Vitals.ID, in episode: Episode.ID, now: Date) -> Vitals {
    Vitals(
      id: id, episodeID: episode, at: at ?? now, scale: scale, readings: readings, confirmed: confirmed,
      note: note)
  }
}

/// What is to be changed about a set of signs; what is left out stays as it was.
package struct VitalsCorrectionRequest: Sendable {
  package let at: Date?
  package let scale: Vitals.Scale?
  package let readings: [VitalSign: Reading]
  /// Signs that were not asked for after all.
  package let clear: Set<VitalSign>
  package let confirmed: Set<VitalSign>
  package let reason: Line
  /// Nothing of it is true.
  package let isTakenBack: Bool

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["reason"], optional: ["at", "scale", "readings", "clear", "confirmed", "entered_in_error"])
    at = try members.optional("at") { try $0.instant() }
    scale = try members.optional("scale") { try $0.scale() }
    readings = try members.optional("readings") { try $0.readings() } ?? [:]
    clear = try members.optional("clear") { try $0.signs() } ?? []
    confirmed = try members.optional("confirmed") { try $0.signs() } ?? []
    reason = try members["reason"].line()
    isTakenBack = try members.optional("entered_in_error") { try $0.bool() } ?? false
    if isTakenBack, at != nil || scale != nil || !readings.isEmpty || !clear.isEmpty {
      throw InvalidValue(
        "value-and-reason", field: "entered_in_error", problem: "stands beside values",
        remedy: "Take the whole set back, or correct its values.")
    }
  }

  package func change(_ old: Vitals) -> Vitals {
    let kept = old.readings.filter { !clear.contains($0.key) }
    return Vitals(
      id: old.id, episodeID: old.episodeID, at: at ?? old.at, scale: scale ?? old.scale,
      readings: kept.merging(readings) { $1 },
      confirmed: old.confirmed.subtracting(readings.keys).union(confirmed), note: old.note)
  }
}

/// A protocol to be started.
package struct MonitoringRequest: Sendable {
  package let slug: String
  /// Now when nil.
  package let startsAt: Date?
  package let countedFrom: Date?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["protocol"], optional: ["starts_at", "counted_from"])
    slug = try members["protocol"].line().rawValue
    startsAt = try members.optional("starts_at") { try $0.instant() }
    countedFrom = try members.optional("counted_from") { try $0.instant() }
  }
}

/// A protocol to be stopped.
package struct MonitoringStopRequest: Sendable {
  package let at: Date?
  package let reason: Line

  package init(_ body: JSONNode) throws {
    let members = try body.members(["reason"], optional: ["at"])
    at = try members.optional("at") { try $0.instant() }
    reason = try members["reason"].line()
  }
}

/// What is said of a check.
package struct CheckWordRequest: Sendable {
  package let check: String
  package let word: CheckWord
  package let at: Date?
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["check", "word"], optional: ["at", "reason"])
    check = try members["check"].line().rawValue
    word = try members["word"].word()
    at = try members.optional("at") { try $0.instant() }
    reason = try members.optional("reason") { try $0.line() }
  }
}

/// The text of a protocol.
package struct ProtocolRequest: Sendable {
  package let entry: ProtocolLibrary.Entry

  package init(_ body: JSONNode) throws {
    entry = try ProtocolLibrary.Entry(file: "protocol", text: try body.members(["yaml"])["yaml"].text())
  }
}

extension JSONNode {
  fileprivate func scale() throws -> Vitals.Scale {
    guard let scale = Vitals.Scale(rawValue: try number()) else {
      throw InvalidValue(
        "unknown-code", field: field, problem: "is not a scale of NEWS2",
        remedy: "Use 1, or 2 where it is ordered for the person.")
    }
    return scale
  }

  fileprivate func signs() throws -> Set<VitalSign> {
    Set(try elements(limit: 30).map { try $0.word() })
  }

  /// Each sign with its number or word, or why there is none.
  fileprivate func readings() throws -> [VitalSign: Reading] {
    var readings: [VitalSign: Reading] = [:]
    for (name, node) in try entries() {
      guard let sign = VitalSign(rawValue: name) else {
        throw InvalidValue(
          "unknown-field", field: node.field, problem: "is not a sign that is known here",
          remedy: "Use one of \(VitalSign.listing).")
      }
      readings[sign] = try node.reading(of: sign)
    }
    return readings
  }

  private func reading(of sign: VitalSign) throws -> Reading {
    switch (value, sign.form) {
    case (.object, _): return .missing(try members(["missing"])["missing"].word())
    case (.null, _):
      throw InvalidValue(
        "missing-without-reason", field: field, problem: "is null without a reason",
        remedy: #"Give the value, or {"missing": reason} with one of \#(NotMeasured.listing)."#)
    case (.number(let digits), .number(_, _, let decimals)):
      guard let number = VitalSign.number(digits, decimals: decimals) else {
        throw InvalidValue(
          "invalid-number", field: field, problem: "is no number of at most \(decimals) decimals",
          remedy: "Send a number without a sign.")
      }
      return .number(number)
    case (_, .number): throw wrongType("a number", "Send a number.")
    case (_, .word(let words)):
      let text = try text()
      guard words.contains(text) else {
        throw InvalidValue(
          "unknown-code", field: field, problem: "is not a word that is known here",
          value: text.isShownBack ? text : nil, remedy: "Use one of \(words.listing).")
      }
      return .word(text)
    }
  }
}
