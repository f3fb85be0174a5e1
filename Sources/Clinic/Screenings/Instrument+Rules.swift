extension Instrument {
  /// Something that answers meet or do not; an item that is skipped counts as zero.
  package struct Condition: Hashable, Sendable {
    /// It is met when all clauses of one of these are.
    package let alternatives: [[Clause]]

    /// One item with the values that meet it.
    package struct Clause: Hashable, Sendable {
      package let item: Int16
      package let values: [ClosedRange<Int16>]

      /// Whether this value meets it.
      package func accepts(_ value: Int16) -> Bool { values.contains { $0.contains(value) } }
    }

    /// The items that it depends on.
    package var items: Set<Int16> { Set(alternatives.joined().map(\.item)) }
  }

  /// Items that are not asked when the condition is met; they then count as zero.
  package struct Skip: Hashable, Sendable {
    package let when: Condition
    package let items: Set<Int16>
    /// Whether an answer that is given all the same counts.
    package let countsIfAnswered: Bool
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
      /// The answers meet a condition.
      case when(Condition)
      /// There are points, and all of them come from this item.
      case onlyPointsFrom(Int16)
      /// Some item of the total has at least so many points.
      case anyPoints(atLeast: Int)
      /// The triage comes to this outcome, or to a worse one.
      case triage(String)
    }
  }

  /// A rule that counts symptoms rather than adding points, as diagnostic rules do.
  package struct Algorithm: Hashable, Sendable {
    package let slug: String
    package let rule: Rule
    package let citation: String

    /// How the symptoms are counted.
    package enum Rule: Hashable, Sendable {
      case symptoms(SymptomCount)
      case clusters(ClusterCount)
    }
  }

  /// So many symptoms, with a core one among them.
  package struct SymptomCount: Hashable, Sendable {
    /// The least answer, by item, at which the item counts as a symptom.
    package let thresholds: [Int16: Int16]
    /// Without one of these among the symptoms the outcome is `otherwise`.
    package let core: Set<Int16>
    package let outcomes: [Outcome]
    package let otherwise: String

    /// What a number of symptoms means, when a core one is among them.
    package struct Outcome: Hashable, Sendable {
      package let count: ClosedRange<Int>
      package let slug: String
    }
  }

  /// Enough symptoms in each of several clusters.
  package struct ClusterCount: Hashable, Sendable {
    /// The least answer at which an item counts as a symptom.
    package let threshold: Int16
    package let clusters: [Cluster]
    package let outcome: String
    package let otherwise: String

    /// Items of which so many must be symptoms.
    package struct Cluster: Hashable, Sendable {
      package let slug: String
      package let items: [Int16]
      package let needed: Int
    }
  }

  /// A sorting into outcomes, the worst first; an incomplete sheet never comes to the mildest.
  package struct Triage: Hashable, Sendable {
    package let citation: String
    /// Each with what leads to it; the first that is met counts.
    package let outcomes: [Outcome]
    /// The mildest: nothing of the others is met, and nothing is missing.
    package let otherwise: String

    /// One outcome with what leads to it.
    package struct Outcome: Hashable, Sendable {
      package let slug: String
      package let when: Condition
    }

    /// All outcomes, the worst first.
    package var slugs: [String] { outcomes.map(\.slug) + [otherwise] }
  }

  /// The form of an instrument for one substance.
  package struct SubstanceForm: Hashable, Sendable {
    package let slug: String
    /// What stands before it on the form: `h`.
    package let code: String?
    package let label: String
    /// Other names that lead here, such as a drug that belongs to the class.
    package let includes: [String]
    /// Items that are not asked of it.
    package let without: Set<Int16>
    /// Why they are not asked.
    package let because: String?
    /// How its total is read; nil where the instrument's holds.
    package let total: Scale?
    /// What is to be known about the score: that there is no cut-off, for one.
    package let note: String?
  }
}
