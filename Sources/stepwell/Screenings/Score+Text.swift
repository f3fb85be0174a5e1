import Clinic
import Foundation
import Records

extension ScoredScreening {
  /// What the answers come to, for people; a partial total is named as one.
  func text(_ style: Style) -> String {
    var lines = KeyValues()
    lines.add("screening", screening.id.description)
    lines.add("instrument", instrument.title)
    lines.add("about", screening.substance)
    lines.add("total", score.total?.description)
    for part in score.subscales { lines.add(part.slug.replacing("_", with: " "), part.text) }
    lines.add("band", score.band.map { "\($0.label) (\($0.citation))" })
    if let triage = score.triage { lines.add("outcome", triage.text) }
    lines.add("positive", score.isPositive.map { $0 ? "yes" : "no" })
    for result in score.algorithms {
      lines.add(result.slug.replacing("_", with: " "), result.outcome?.replacing("_", with: " "))
    }
    var text = lines.text(style)
    for note in score.notes { text += note + "\n" }
    for flag in score.flags {
      text += style.warning(flag.isSafety ? "! \(flag.message)" : flag.message) + "\n"
    }
    return text
  }
}

extension Score.ScaleResult {
  /// The sum with its band, or whether it is positive.
  fileprivate var text: String {
    let meaning = band?.label ?? isPositive.map { $0 ? "positive" : "not positive" }
    return [sum.description, meaning].compactMap(\.self).joined(separator: ", ")
  }
}

extension Score.TriageResult {
  /// The outcome, or that the answers do not suffice for one.
  fileprivate var text: String {
    let word = (outcome ?? atLeast).replacing("_", with: " ")
    return outcome == nil ? "incomplete, \(word) or worse" : word
  }
}

extension ScreeningRecord {
  /// The total, or what there is instead; a bound never looks like a score.
  var totalText: String {
    if let total { return "\(total)" }
    return atLeast.map { "at least \($0), \(itemsAnswered) of \(itemsRequired) items" } ?? ""
  }
}

extension [ScreeningRecord] {
  func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("At"), .text("Instrument"), .text("Total"), .text("Band", limit: 24), .text("Flags", limit: 24))
    for record in self {
      let name = [record.screening.instrument.slug, record.screening.substance].compactMap(\.self)
      table.add(
        clock.show(record.screening.at), name.joined(separator: " "), record.totalText, record.band,
        record.flags.joined(separator: ", "))
    }
    return table
  }
}
