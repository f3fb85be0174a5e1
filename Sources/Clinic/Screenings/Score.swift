/// What the answers to an instrument come to.
package struct Score: Hashable, Sendable {
  package let instrument: Instrument.Reference
  package let total: Sum
  /// The band of the total; nil while the total is partial, and where no bands are published.
  package let band: Instrument.Band?
  package let cutOffs: [CutOffResult]
  /// The flags that are raised, in the order of the definition.
  package let flags: [Instrument.Flag]
  package let subscales: [String: Sum]
  package let algorithms: [AlgorithmResult]
  package let completeness: Completeness
  /// Items that the rules say need not be asked, and that were not answered; they count as zero.
  package let skipped: [Int16]
  /// Items that were answered although the rules say they need not be asked; the answers count.
  package let answeredThoughSkipped: [Int16]

  /// Whether the screen is positive; nil while that cannot be told.
  ///
  /// Where cut-offs differ by sex and the sex is missing, it can be told when all of them agree.
  package var isPositive: Bool? {
    let results = Set(cutOffs.map(\.isReached))
    return results.count == 1 ? results.first.flatMap(\.self) : nil
  }
}

extension Score {
  /// A sum of items: a score when all of them are there, otherwise only a bound.
  package enum Sum: Hashable, Sendable {
    case complete(Int)
    /// Some items are missing: the sum would be at least `atLeast` and at most `atMost`.
    case partial(atLeast: Int, atMost: Int, answered: Int, of: Int)

    /// The score; nil when it is only a bound.
    package var value: Int? {
      if case .complete(let value) = self { value } else { nil }
    }

    /// The least that it can be.
    package var atLeast: Int {
      switch self {
      case .complete(let value): value
      case .partial(let atLeast, _, _, _): atLeast
      }
    }

    /// The most that it can be.
    package var atMost: Int {
      switch self {
      case .complete(let value): value
      case .partial(_, let atMost, _, _): atMost
      }
    }
  }

  /// Whether a sum reaches a cut-off.
  package struct CutOffResult: Hashable, Sendable {
    package let cutOff: Instrument.CutOff
    /// Nil while missing answers could still decide it.
    package let isReached: Bool?
  }

  /// What an algorithm comes to.
  package struct AlgorithmResult: Hashable, Sendable {
    package let slug: String
    /// Nil while missing answers could change it.
    package let outcome: String?
  }

  /// How many of the scored items are answered, and why the others are not.
  package struct Completeness: Hashable, Sendable {
    /// The scored items with a value.
    package let answered: Int
    /// The scored items that need a value: all but the skipped ones.
    package let required: Int
    /// The scored items without a value, by reason; those not asked count as not collected.
    package let missing: [MissingReason: [Int16]]

    /// Whether every item that needs a value has one.
    package var isComplete: Bool { answered == required }
  }
}

extension Score.Sum: CustomStringConvertible {
  /// The score, or `at least 12, 7 of 9 items`: a bound never looks like a score.
  package var description: String {
    switch self {
    case .complete(let value): "\(value)"
    case .partial(let atLeast, _, let answered, let of): "at least \(atLeast), \(answered) of \(of) items"
    }
  }
}
