extension Instrument {
  /// One question or observation.
  package struct Item: Hashable, Sendable {
    /// What answers are kept under; above zero.
    package let number: Int16
    /// What stands before it on the form, where that is not the number: `7A`.
    package let code: String?
    /// The identity of the question across instruments, so that it is asked once: a LOINC code or our own slug.
    package let question: String
    /// A few words of ours; the official wording is not here.
    package let label: String
    /// The label by language, where there are several.
    package let labels: [String: String]
    /// The answers to choose from; empty when the answer is a number.
    package let choices: [Choice]
    /// The number that is asked for; nil when there are choices.
    package let measure: Measure?
    /// How many points a number gives, where that is not the number itself.
    package let pointTables: [PointTable]
    /// Whether the value is turned round when it is scored.
    package let isReversed: Bool
    /// Nobody sees a total without it when false.
    package let isScored: Bool
    /// Whether a score without it is incomplete.
    package let isRequired: Bool
    /// The most and the least that an answer can add to a score.
    package let pointRange: ClosedRange<Int>

    /// The most that an answer can add to a score.
    package var most: Int { pointRange.upperBound }
    /// The least that an answer can add to a score.
    package var least: Int { pointRange.lowerBound }
    /// What stands before it on the form.
    package var mark: String { code ?? "\(number)" }

    /// The label in `language`, or the usual one.
    package func label(in language: String) -> String { labels[language] ?? label }
  }

  /// One answer that may be given.
  package struct Choice: Hashable, Sendable {
    package let value: Int16
    /// A few words of ours.
    package let label: String
    package let labels: [String: String]
    /// What it adds to a score; most often the value.
    package let points: Int
    /// The LOINC code of the answer, when there is one.
    package let loinc: String?

    /// The label in `language`, or the usual one.
    package func label(in language: String) -> String { labels[language] ?? label }
  }

  /// A number that is measured or counted; it is kept as a whole number of its last decimal place.
  ///
  /// With one decimal place 36.8 is kept as 368.
  package struct Measure: Hashable, Sendable {
    /// What can be, in the last decimal place; anything else is refused.
    package let range: ClosedRange<Int16>
    /// What is to be expected; anything else is asked about before it is kept.
    package let usual: ClosedRange<Int16>
    package let unit: String
    package let decimals: Int
    /// What to do about a number out of range; nil for the usual advice.
    package let advice: String?
  }

  /// Points by stretches of a number.
  package struct PointTable: Hashable, Sendable {
    /// When it is this table that counts; nil for always.
    package let when: Condition?
    /// They cover the whole range, each number once.
    package let rows: [Row]

    /// A stretch that gives the same points.
    package struct Row: Hashable, Sendable {
      package let range: ClosedRange<Int16>
      package let points: Int
    }

    /// The points of a number.
    func points(_ value: Int16) -> Int? { rows.first { $0.range.contains(value) }?.points }
  }
}
