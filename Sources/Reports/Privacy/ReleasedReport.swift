import Clinic
import Foundation

/// A report as it may leave: small counts are withheld, and whatever would give them away.
///
/// It is made of nothing but what may be shown, so that no form of it can show more. A measure that cannot be made safe is
/// left out, and a sentence says so.
package struct ReleasedReport: Hashable, Sendable, Encodable {
  /// One figure; its address is that of the report's CSV.
  package struct Figure: Hashable, Sendable, Encodable {
    package let measure: String
    package let group: String
    package let figure: String
    package var day: Int?
    /// Nil when it is withheld.
    package let value: Double?
    /// Said of figures that are withheld, so that they are not taken for missing ones.
    package let withheld: Bool?
  }

  package struct Panel: Hashable, Sendable, Encodable {
    package let name: GroupName?
    /// How many there are; nil when that is withheld.
    package let count: Int?
    package let figures: [Figure]

    private enum CodingKeys: CodingKey { case name, count, figures }

    /// The same as tables, for those forms that people read.
    let tables: [Table]
  }

  package let definition: CohortReport.Question
  package let asOf: Date
  package let knownAt: Date
  /// Nil when it is withheld.
  package let count: Int?
  package let people: Int?
  package let panels: [Panel]
  /// How the figures are to be read, what is left out, and why.
  package let notes: [String]
}

extension CohortReport {
  /// The report as it may leave.
  package func released() -> ReleasedReport {
    let counted = ReleasedCounts(self)
    var notes = conventions
    notes.append(
      "\(SmallCount.mark) stands for a figure that is withheld: a count from \(SmallCount.range.lowerBound) to "
        + "\(SmallCount.range.upperBound), or one from which such a count could be worked out. Zero is no small count: "
        + "nobody is behind it.")
    notes += counted.leftOut
    if counted.isUndecided { notes.append("Nothing else is shown: too many of its counts are small.") }
    return ReleasedReport(
      definition: definition, asOf: asOf, knownAt: knownAt, count: counted.shown(counted.whole),
      people: people == nil ? nil : counted.shown(counted.people),
      panels: counted.isUndecided
        ? [] : panels.indices.map { counted.panel(panels[$0], $0, by: definition.by?.label ?? "group") },
      notes: notes)
  }
}
