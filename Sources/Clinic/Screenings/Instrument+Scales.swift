extension Instrument {
  /// A sum of items, with what it means.
  package struct Scale: Hashable, Sendable {
    /// The name in results: `total`, or the name of the subscale.
    package let slug: String
    /// What it is called; nil for the total.
    package let title: String?
    package let items: Set<Int16>
    /// The published ways to read the sum, of which a clinic chooses one; the first is the usual one.
    package let bandSets: [BandSet]
    package let cutOffs: [CutOff]
    /// What a change of it means; nil where nothing is said.
    package let change: Change?

    /// The bands of the usual set; empty when none are published.
    package var bands: [Band] { bandSets.first?.bands ?? [] }
  }

  /// One published way to read a sum.
  package struct BandSet: Hashable, Sendable {
    package let slug: String
    package let citation: String
    /// Whom and what it holds for.
    package let validity: String?
    /// Stretches that cover every possible sum once.
    package let bands: [Band]
  }

  /// A stretch of sums that are read alike.
  package struct Band: Hashable, Sendable {
    package let range: ClosedRange<Int>
    package let label: String
    /// Where the stretch is published.
    package let citation: String
  }

  /// A sum at which a screen counts as positive.
  package struct CutOff: Hashable, Sendable {
    package let bound: Bound
    /// The sex that it holds for; nil for everybody.
    package let sex: Sex?
    /// The ages that it holds for.
    package let ages: Ages
    /// What it is called when it is beside the usual one, and decides nothing by itself; nil for the usual one.
    package let name: String?
    /// Where it is published.
    package let citation: String

    /// The sum from which it counts; nil when it counts downwards.
    package var atLeast: Int? { if case .atLeast(let sum) = bound { sum } else { nil } }

    /// Which sums reach a cut-off.
    package enum Bound: Hashable, Sendable {
      case atLeast(Int)
      case atMost(Int)
    }
  }

  /// What a change of a score means.
  package struct Change: Hashable, Sendable {
    package let better: Direction
    /// The spread of scores between people, in points.
    package let standardDeviation: Double?
    /// How far two administrations agree, from 0 to 1.
    package let reliability: Double?
    /// A published change that is more than chance, in points.
    package let reliable: Double?
    /// The least change that people notice, in points.
    package let smallestImportant: Double?
    /// Where the figures are published; nil when there are none.
    package let citation: String?

    /// The change from which it is more than chance, in points: the published one, or 1.96 standard errors.
    package var leastReliable: Double? {
      if let reliable { return reliable }
      guard let standardDeviation, let reliability else { return nil }
      return 1.96 * standardDeviation * (2 * (1 - reliability)).squareRoot()
    }
  }

  /// Which way a score goes when somebody gets better.
  package enum Direction: String, CaseIterable, Hashable, Sendable {
    case lower
    case higher
  }
}
