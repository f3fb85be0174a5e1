/// A table of figures, before it takes one form or another.
package struct Table: Hashable, Sendable {
  let title: String
  let head: [String]
  let rows: [[String]]
  /// Whether the last row adds up the others.
  var hasTotal = false
  /// How many columns, from the first, hold words and no figures.
  var words = 1
}

extension CohortReport {
  /// What stands above the figures, one line each.
  var heading: [String] {
    let people = people.map { " of \(Figures.count($0)) people" } ?? ""
    return [
      "\(Figures.count(count)) \(definition.population.noun(count))\(people)",
      "as of \(Figures.instant(asOf)), as known at \(Figures.instant(knownAt))",
    ]
  }

  /// What a report of nobody says in place of figures.
  static let nobody = "Nobody fits this definition at this time, so there are no figures."

  /// What stands under the figures, one line each.
  var notes: [String] {
    conventions
      + exclusions.map {
        "Not in \($0.measure.replacing("_", with: " ")): \(Figures.count($0.count)) \($0.reason)."
      }
  }
}
