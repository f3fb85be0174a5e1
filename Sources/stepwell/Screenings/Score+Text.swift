import Clinic
import Foundation
import Records

extension Score {
  /// What the answers come to, for people; a partial total is named as one.
  func text(_ style: Style, of id: Screening.ID, _ instrument: Instrument) -> String {
    var lines = KeyValues()
    lines.add("screening", id.description)
    lines.add("instrument", instrument.title)
    lines.add("total", total.description)
    lines.add("band", band.map { "\($0.label) (\($0.citation))" })
    lines.add("positive", isPositive.map { $0 ? "yes" : "no" })
    for result in algorithms {
      lines.add(result.slug.replacing("_", with: " "), result.outcome?.replacing("_", with: " "))
    }
    var text = lines.text(style)
    for flag in flags { text += style.warning(flag.isSafety ? "! \(flag.message)" : flag.message) + "\n" }
    return text
  }
}

extension [ScreeningRecord] {
  func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("At"), .text("Instrument"), .text("Total"), .text("Band", limit: 24), .text("Flags", limit: 24))
    for record in self {
      let total =
        record.total.map { "\($0)" }
        ?? "at least \(record.atLeast ?? 0), \(record.itemsAnswered) of \(record.itemsRequired)"
      table.add(
        clock.show(record.screening.at), record.screening.instrument.slug, total, record.band,
        record.flags.joined(separator: ", "))
    }
    return table
  }
}
