import Foundation

/// The figures of one cohort at one moment: the same ones in every form of output.
///
/// As JSON it has the keys below in snake case; times are ISO 8601 in UTC. Shares are from 0 to 1, percentages are
/// printed tenths. A figure that does not exist is absent, never a number that stands for nothing.
package struct CohortReport: Hashable, Sendable, Codable {
  /// What was asked, as the definition has it.
  package struct Question: Hashable, Sendable, Codable {
    package let name: String
    package let title: String
    package let population: Population
    package let by: Grouping?
    package let each: Grouping?
    /// The definition in a paragraph of English.
    package let explanation: String
    /// Whether there is a curve when there is somebody.
    package let hasRetention: Bool
  }

  package let definition: Question
  /// What had happened up to this instant is counted.
  package let asOf: Date
  /// What was on record at this instant is believed; run again with it, the figures are the same.
  package let knownAt: Date
  /// How the figures are to be read where people count in different ways.
  package let conventions: [String]
  /// How many stays or episodes there are.
  package let count: Int
  /// How many persons that is; nil unless counts were asked for.
  package let people: Int?
  /// Why some of them are not in some of the figures, and how many.
  package let exclusions: [Exclusion]
  /// One for each value of `each`, or a single one; empty when nobody fits.
  package let panels: [Panel]

  package var isEmpty: Bool { count == 0 }

  /// So many that a measure leaves out.
  package struct Exclusion: Hashable, Sendable, Codable {
    package let measure: String
    package let reason: String
    package let count: Int
  }

  /// The measures that were asked for, of one part of the cohort.
  package struct Panel: Hashable, Sendable, Codable {
    /// Which part; nil when the whole cohort is in one panel.
    package let name: GroupName?
    package let count: Int
    package let counts: Counts?
    package let reasons: Reasons?
    package let lengthOfStay: LengthOfStay?
    package let retention: RetentionCurves?
    package let exits: CompetingExits?
    package let dangerDays: DangerDays?
  }
}
