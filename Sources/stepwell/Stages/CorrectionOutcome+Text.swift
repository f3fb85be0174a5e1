import Clinic
import Foundation
import Records

extension CorrectionOutcome {
  /// What changes, in tables, and what is in the way of it.
  func text(_ style: Style, _ clock: WallClock, facility: Facility.ID, isPreview: Bool) -> String {
    func words(_ time: Interval?) -> String {
      guard let time else { return "never" }
      let end = clock.show(ifAny: time.end, facility: facility) ?? "now"
      return "\(clock.show(time.start, facility: facility)) to \(end)"
    }
    var lines = KeyValues()
    lines.add("episode", episodeID.description)
    lines.add(isPreview ? "would be" : "now", isVoid ? "entered in error as a whole" : state.words)
    lines.add("version", "\(version)")
    lines.add("length of stay", Self.change(before.lengthOfStay?.words, after.lengthOfStay?.words))
    lines.add(
      "days retained", Self.change(before.retentionDays.map { "\($0)" }, after.retentionDays.map { "\($0)" }))
    lines.add("ended as", Self.change(before.dischargeReason?.label, after.dischargeReason?.label))
    lines.add("census days", census.isEmpty ? nil : censusWords)
    var sections = [lines.text(style)]
    let after = isPreview ? "Would be" : "Is"
    var stays = Table(.text("Stay"), .text("Was"), .text(after))
    for shift in shifts { stays.add(shift.stage.rawValue, words(shift.before), words(shift.after)) }
    if !shifts.isEmpty { sections.append(stays.text(style)) }
    var beds = Table(.text("Bed"), .text("As"), .text("Was"), .text(after))
    for shift in self.beds {
      beds.add(shift.label, shift.kind.rawValue, words(shift.before), words(shift.after))
    }
    if !self.beds.isEmpty { sections.append(beds.text(style)) }
    if !documents.isEmpty {
      sections.append("\(documents.count) documents fall into another stay, or into none.\n")
    }
    if !conflicts.isEmpty {
      sections.append(
        "In the way, to be settled in the same correction:\n"
          + conflicts.map { "  \($0.message) \($0.remedy)\n" }.joined())
    }
    return sections.joined(separator: "\n")
  }

  private var censusWords: String {
    let gained = census.filter { $0.change > 0 }.map(\.day)
    let lost = census.filter { $0.change < 0 }.map(\.day)
    func words(_ sign: String, _ days: [Day]) -> String? {
      guard let first = days.first, let last = days.last else { return nil }
      return "\(sign)\(days.count) (\(first)\(days.count > 1 ? " to \(last)" : ""))"
    }
    return [words("+", gained), words("-", lost)].compactMap(\.self).joined(separator: ", ")
  }

  /// Nil when nothing changes.
  private static func change(_ before: String?, _ after: String?) -> String? {
    before == after ? nil : "\(before ?? "none") -> \(after ?? "none")"
  }
}

extension LengthsOfStay {
  fileprivate var words: String { teds == hcup ? "\(teds) d" : "\(teds) d (TEDS), \(hcup) d (HCUP)" }
}
