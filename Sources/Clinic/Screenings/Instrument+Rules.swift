extension Instrument {
  /// A sum of items, with what it means.
  package struct Scale: Hashable, Sendable {
    /// The name in results: `total`, or the name of the subscale.
    package let slug: String
    package let items: Set<Int16>
    /// Stretches that cover every possible sum once; empty when none are published.
    package let bands: [Band]
    package let cutOffs: [CutOff]
  }

  /// A stretch of sums that are read alike.
  package struct Band: Hashable, Sendable {
    package let range: ClosedRange<Int>
    package let label: String
    /// Where the stretch is published.
    package let citation: String
  }

  /// A sum from which a screen counts as positive.
  package struct CutOff: Hashable, Sendable {
    package let atLeast: Int
    /// The sex that it holds for; nil for everybody.
    package let sex: Sex?
    /// Where it is published.
    package let citation: String
  }

  /// Items that are not asked when all of the conditions hold; they then count as zero.
  package struct Skip: Hashable, Sendable {
    /// The answers, by item, that lead to the skip.
    package let when: [Int16: Int16]
    package let items: Set<Int16>
  }

  /// Something that a person must look at, whatever the total.
  package struct Flag: Hashable, Sendable {
    package let slug: String
    package let message: String
    package let rule: Rule
    /// Whether it is about somebody's safety, and so goes before everything else.
    package let isSafety: Bool

    /// What raises a flag.
    package enum Rule: Hashable, Sendable {
      /// The item is answered with at least so much.
      case item(Int16, atLeast: Int16)
      /// There are points, and all of them come from this item.
      case onlyPointsFrom(Int16)
    }
  }

  /// A rule that counts symptoms rather than adding points, as diagnostic algorithms do.
  package struct SymptomCount: Hashable, Sendable {
    package let slug: String
    /// The least answer, by item, at which the item counts as a symptom.
    package let thresholds: [Int16: Int16]
    /// Without one of these among the symptoms the outcome is `otherwise`.
    package let core: Set<Int16>
    package let outcomes: [Outcome]
    package let otherwise: String
    package let citation: String

    /// What a number of symptoms means, when a core one is among them.
    package struct Outcome: Hashable, Sendable {
      package let count: ClosedRange<Int>
      package let slug: String
    }
  }
}
