import Clinic

/// Groups by why their treatment ended, as SAMHSA prints it: counts, and percentages of the row and of the column.
package struct Reasons: Hashable, Sendable, Codable {
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
}

extension Measure.ReasonForm {
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

/// The share in percent, rounded to the tenth in whole numbers, halves up; nil of nobody.
func percent(_ part: Int, of whole: Int) -> Double? {
  whole > 0 ? Double((2_000 * part + whole) / (2 * whole)) / 10 : nil
}
