import Postgres
import Statistics

/// Shares of people, each with the limits of Wilson at 95 % and with how many it is a share of.
package struct Rates: Hashable, Sendable, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    /// A word for files: `within_30_days`.
    package let figure: String
    /// The same for people.
    package let label: String
    package let part: Int
    package let whole: Int
    /// From 0 to 1; nil of nobody.
    package let share: Double?
    package let lower: Double?
    package let upper: Double?

    init(_ group: GroupName, _ figure: String, label: String? = nil, _ part: Int, of whole: Int) {
      (self.group, self.figure, self.part, self.whole) = (group, figure, part, whole)
      self.label = label ?? figure.replacing("_", with: " ")
      let proportion = Proportion(part, of: whole)
      let limits = proportion?.wilson()
      (share, lower, upper) = (proportion?.share, limits?.lower, limits?.upper)
    }
  }

  package let rows: [Row]

  /// Takes the rows of all groups, those of one group after the other.
  init(_ rows: [Row]) { self.rows = rows }

  /// For each length of time who was found within it, from the day `first` on, of those who were followed that long.
  ///
  /// In the rows of the part the value is the day on which they were found, and the code how long they were followed.
  init(within lengths: [Int], from first: Int, of part: String, _ groups: [Group]) {
    rows = groups.flatMap { group in
      lengths.map { days in
        let followed = group.part(part).filter { ($0.code ?? -1) >= days }
        return Row(
          group.name, "within_\(days)_days", followed.total { (first...days).contains($0.value) },
          of: followed.total { _ in true })
      }
    }
  }

  /// The rows behind such a figure, or behind what it is a share of.
  static func members(
    of figure: String, within lengths: [Int], from first: Int, part: String
  ) -> (part: String, condition: SQL)? {
    let isWhole = figure.hasSuffix(".of")
    let name = isWhole ? String(figure.dropLast(3)) : figure
    guard let days = lengths.first(where: { name == "within_\($0)_days" }) else { return nil }
    let followed: SQL = "row.code >= \(Int32(days))"
    let found: SQL = "\(followed) AND row.value BETWEEN \(Int32(first)) AND \(Int32(days))"
    return (part, isWhole ? followed : found)
  }

  func table(_ title: String, _ group: String, what: String) -> Table {
    var last: GroupName?
    return Table(
      title: title, head: [group, what, "n", "of", "share", "95 %"],
      rows: rows.map { row in
        defer { last = row.group }
        return [
          row.group == last ? "" : row.group.label, row.label, Figures.count(row.part),
          Figures.count(row.whole),
          row.share.map(Figures.share) ?? "–", Figures.interval(row.lower, row.upper),
        ]
      }, words: 2)
  }

  var figures: [Figure] {
    rows.flatMap { row in
      [
        Figure(row.group, row.figure, row.part), Figure(row.group, "\(row.figure).of", row.whole),
        Figure(row.group, "\(row.figure).share", row.share),
        Figure(row.group, "\(row.figure).lower", row.lower),
        Figure(row.group, "\(row.figure).upper", row.upper),
      ]
    }
  }
}
