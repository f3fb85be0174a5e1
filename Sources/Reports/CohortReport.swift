import Foundation

/// The figures of one cohort at one moment: the same ones in every form of output.
///
/// As JSON it has the keys below in snake case; times are ISO 8601 in UTC. Shares are from 0 to 1, percentages are
/// printed tenths. A figure that does not exist is absent, never a number that stands for nothing.
package struct CohortReport: Hashable, Sendable, Encodable {
  /// What was asked, as the definition has it.
  package struct Question: Hashable, Sendable, Codable {
    package let name: String
    package let title: String
    package let population: Population
    package let by: Grouping?
    package let each: Grouping?
    /// The definition in a paragraph of English.
    package let explanation: String
    /// The measures in the order in which they were asked for.
    package let measures: [String]
  }

  package let definition: Question
  /// What had happened up to this instant is counted.
  package let asOf: Date
  /// What was on record at this instant is believed; run again with it, the figures are the same.
  package let knownAt: Date
  /// How the figures are to be read where people count in different ways.
  package let conventions: [String]
  /// How many stays, episodes, people or enquiries there are.
  package let count: Int
  /// How many persons that is; nil unless counts were asked for.
  package let people: Int?
  /// Why some of them are not in some of the figures, and how many.
  package let exclusions: [Exclusion]
  /// One for each value of `each`, or a single one; empty when nobody fits.
  package let panels: [Panel]

  package var isEmpty: Bool { count == 0 }

  /// The measures that were asked for, of one part of the cohort.
  package struct Panel: Hashable, Sendable, Encodable {
    /// Which part; nil when the whole cohort is in one panel.
    package let name: GroupName?
    package let count: Int
    /// In the order in which they were asked for; as JSON each is under the name of its measure.
    package let results: [Result]

    /// The figures of a measure of one kind, if it was asked for.
    subscript<Kind: MeasureResult>(_ kind: Kind.Type) -> Kind? {
      results.lazy.compactMap { $0.figures as? Kind }.first
    }
  }

  /// The figures of one measure.
  package struct Result: Hashable, Sendable {
    /// The name of the measure.
    package let measure: String
    let figures: any MeasureResult

    package static func == (left: Result, right: Result) -> Bool {
      left.measure == right.measure && AnyHashable(left.figures) == AnyHashable(right.figures)
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(measure)
      hasher.combine(AnyHashable(figures))
    }
  }
}

extension CohortReport.Panel {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: String) { stringValue = key }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(name, forKey: Key("name"))
    try container.encode(count, forKey: Key("count"))
    for result in results {
      try result.figures.encode(to: container.superEncoder(forKey: Key(result.measure)))
    }
  }
}

extension CohortReport.Panel {
  package var counts: CountsResult? { self[CountsResult.self] }
  package var reasons: ReasonsResult? { self[ReasonsResult.self] }
  package var lengthOfStay: LengthOfStayResult? { self[LengthOfStayResult.self] }
  package var retention: RetentionCurves? { self[RetentionCurves.self] }
  package var exits: CompetingExits? { self[CompetingExits.self] }
  package var dangerDays: DangerDaysResult? { self[DangerDaysResult.self] }
}
