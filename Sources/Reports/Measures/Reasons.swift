import Clinic
import Postgres

extension Measure {
  /// Groups by why their treatment ended, as SAMHSA prints it: counts, and percentages of the row and of the column.
  ///
  /// After the tables of discharges of the Treatment Episode Data Set.
  struct Reasons: CohortMeasure {
    static let word = "reasons"

    let form: ReasonForm

    init(_ settings: DefinitionNode?) throws(InvalidDefinition) {
      form = try settings.keys("form")["form"]?.word("form") ?? .published
    }

    init(_ form: ReasonForm) { self.form = form }

    func sentence(_ population: Population) -> String {
      switch form {
      case .published: "Sets the reasons for leaving beside each other, pooled as in SAMHSA's tables."
      case .detailed: "Sets the nine reasons for leaving beside each other."
      }
    }

    var convention: String? {
      switch form {
      case .published:
        "Pooled reasons: terminated is 03; transferred is 04 and 14; other is 05, 06, 07 and 08."
      case .detailed: nil
      }
    }

    var reading: CohortReading { CohortReading(reasons: .all) }

    func result(_ groups: [Group]) -> any MeasureResult { ReasonsResult(groups, form: form) }

    func members(of figure: String, day: Int?) -> (part: String, condition: SQL)? {
      let word = figure.hasSuffix(".count") ? String(figure.dropLast(6)) : figure
      if word == "total" { return (Tally.cohort, "row.code IS NOT NULL") }
      guard let head = form.columns.first(where: { $0.word == word }) else { return nil }
      return (Tally.cohort, "row.code = ANY (\(head.reasons.map { Int32($0.rawValue) }.sorted()))")
    }
  }

  /// How many columns the reasons get.
  package enum ReasonForm: String, CaseIterable, Hashable, Sendable, Codable {
    /// The columns of SAMHSA's tables: completed, transferred, dropped out, terminated, other.
    case published
    /// Each of the nine reasons of the TEDS record.
    case detailed

    /// The columns after the total, and the reasons that are pooled in each.
    var columns: [(word: String, reasons: Set<DischargeReason>)] {
      switch self {
      case .published:
        [
          ("completed", [.completed]), ("transferred", [.transferred, .transferredNotReported]),
          ("dropped_out", [.leftAgainstAdvice]), ("terminated", [.terminatedByFacility]),
          ("other", [.incarcerated, .died, .other, .unknown]),
        ]
      case .detailed: DischargeReason.words.map { ($0.word, [$0.meaning]) }
      }
    }
  }
}

extension Measure.ReasonForm: Vocabulary {}

/// Groups by why their treatment ended.
package struct ReasonsResult: MeasureResult, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    /// One number for each column.
    package let counts: [Int]
    /// Of the row's total, to the printed tenth; nil where there is nobody to be a share of.
    package let rowPercent: [Double?]
    /// Of the column's total, to the printed tenth.
    package let columnPercent: [Double?]
  }

  package let form: Measure.ReasonForm
  /// The first is `total`.
  package let columns: [String]
  package let rows: [Row]
  /// All groups together.
  package let total: Row
  /// Still open, and therefore without a reason.
  package let leftOutOpen: Int

  init(_ groups: [Group], form: Measure.ReasonForm) {
    self.form = form
    let heads = form.columns
    columns = ["total"] + heads.map(\.word)
    let counted = groups.map { group in
      let counts = heads.map { head in group.tallies.total { $0.reason.map(head.reasons.contains) ?? false } }
      return (group.name, [counts.reduce(0, +)] + counts)
    }
    let sums = columns.indices.map { column in counted.reduce(0) { $0 + $1.1[column] } }
    func row(_ name: GroupName, _ counts: [Int]) -> Row {
      Row(
        group: name, counts: counts, rowPercent: counts.map { percent($0, of: counts[0]) },
        columnPercent: zip(counts, sums).map { percent($0, of: $1) })
    }
    rows = counted.filter { $0.1[0] > 0 }.map(row)
    total = row(GroupNames.everyone, sums)
    leftOutOpen = groups.reduce(0) { $0 + $1.count - $1.ended }
  }

  func tables(_ group: String) -> [Table] {
    let heads = columns.map { $0.replacing("_", with: " ") }
    func lines(_ row: Row) -> [[String]] {
      [
        [row.group.label] + row.counts.map(Figures.count),
        ["  row %"] + row.rowPercent.map(Figures.percent),
        ["  column %"] + row.columnPercent.map(Figures.percent),
      ]
    }
    return [
      Table(
        title: "Why it ended", head: [group] + heads,
        rows: rows.flatMap(lines) + (rows.count > 1 ? lines(total) : []))
    ]
  }

  /// The total last; once, where the only row is that of everybody.
  var rowsAndTotal: [Row] { rows == [total] ? rows : rows + [total] }

  var figures: [Figure] {
    rowsAndTotal.flatMap { row in
      columns.indices.flatMap { column in
        [
          Figure(row.group, "\(columns[column]).count", row.counts[column]),
          Figure(row.group, "\(columns[column]).row_percent", row.rowPercent[column]),
          Figure(row.group, "\(columns[column]).column_percent", row.columnPercent[column]),
        ]
      }
    }
  }

  var exclusions: [Exclusion] {
    [Exclusion(measure: Measure.Reasons.word, reason: "still open", count: leftOutOpen)]
  }
}

/// The share in percent, rounded to the tenth in whole numbers, halves up; nil of nobody.
func percent(_ part: Int, of whole: Int) -> Double? {
  whole > 0 ? Double((2_000 * part + whole) / (2 * whole)) / 10 : nil
}
