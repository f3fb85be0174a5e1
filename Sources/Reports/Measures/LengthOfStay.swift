import Clinic
import Postgres

extension Measure {
  /// How many days those stayed who have left.
  ///
  /// The TEDS discharge file counts a day of admission as 1, HCUP as 0; quantiles are of type 7.
  struct LengthOfStay: CohortMeasure {
    static let word = "length_of_stay"

    let sameDay: SameDay

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      sameDay = try settings.keys("same_day")["same_day"]?.word("convention") ?? .teds
    }

    init(_ sameDay: SameDay) { self.sameDay = sameDay }

    func sentence(_ population: Population) -> String {
      "Tells how long those stayed who have left: median, quartiles, the length that nine of ten do not pass, and mean."
    }

    var convention: String? {
      switch sameDay {
      case .teds: "Length of stay: leaving on the day of admission counts as 1 day (TEDS)."
      case .hcup: "Length of stay: leaving on the day of admission counts as 0 days (HCUP)."
      }
    }

    var reading: CohortReading { CohortReading(readsAllDays: true) }

    func result(_ groups: [Group]) -> any MeasureResult { LengthOfStayResult(groups, sameDay: sameDay) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      figure == "count" ? (Tally.cohort, "row.code IS NOT NULL") : nil
    }
  }

  /// How many days somebody stayed who left on the day of admission.
  package typealias SameDay = SameDayStay
}

extension SameDayStay: Vocabulary {}

/// How many days those stayed who have left.
package struct LengthOfStayResult: MeasureResult, Codable {
  /// How a stay counts that ended on the day of admission.
  package let sameDay: Measure.SameDay
  /// Groups of which nobody has left are not there.
  package let rows: [Spread]
  /// All groups together; nil when nobody has left.
  package let total: Spread?
  /// Still open, and therefore without a length.
  package let leftOutOpen: Int

  init(_ groups: [Group], sameDay: Measure.SameDay) {
    self.sameDay = sameDay
    func row(_ name: GroupName, _ tallies: [Tally]) -> Spread? {
      let lengths = tallies.filter { !$0.isOpen }.map { (max($0.days, sameDay.days), $0.count) }
      return CountedDays(lengths).map { Spread(name, $0) }
    }
    rows = groups.compactMap { row($0.name, $0.tallies) }
    total = row(GroupNames.everyone, groups.flatMap(\.tallies))
    leftOutOpen = groups.reduce(0) { $0 + $1.count - $1.ended }
  }

  func tables(_ group: String) -> [Table] {
    let all = rows.count > 1 ? [total].compactMap { $0 } : []
    return [Spread.table("Days in treatment, of those who left", group, rows + all, hasTotal: !all.isEmpty)]
  }

  var figures: [Figure] {
    let total = [total].compactMap { $0 }
    return (rows == total ? rows : rows + total).flatMap(\.figures)
  }

  var exclusions: [Exclusion] {
    [Exclusion(measure: Measure.LengthOfStay.word, reason: "still open", count: leftOutOpen)]
  }
}
