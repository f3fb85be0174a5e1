extension Score {
  /// A sum with what it means.
  package struct ScaleResult: Hashable, Sendable {
    /// `total`, or the name of the subscale.
    package let slug: String
    package let sum: Sum
    /// The band of the sum; nil while it is partial, and where no bands are published.
    package let band: Instrument.Band?
    /// The slug of the set that the band is of; nil where no bands are published.
    package let bandSet: String?
    package let cutOffs: [CutOffResult]

    /// Whether the usual cut-offs are reached; nil while that cannot be told.
    ///
    /// Where cut-offs differ by sex or age and that is missing, it can be told when all of them agree.
    package var isPositive: Bool? {
      let usual = cutOffs.filter { $0.cutOff.name == nil }
      guard let first = usual.first, usual.allSatisfy({ $0.isReached == first.isReached }) else { return nil }
      return first.isReached
    }
  }

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
    /// What its clusters come to, where it has any.
    package let clusters: [ClusterResult]
  }

  /// Whether a cluster has enough symptoms.
  package struct ClusterResult: Hashable, Sendable {
    package let slug: String
    /// Nil while missing answers could still decide it.
    package let isMet: Bool?
  }

  /// What a sorting comes to.
  package struct TriageResult: Hashable, Sendable {
    /// Nil while missing answers could change it; never the mildest while anything is missing.
    package let outcome: String?
    /// The mildest outcome that it can still come to; not a result while `outcome` is nil.
    package let atLeast: String
  }

  /// How many of the required items are answered, and why the others are not.
  package struct Completeness: Hashable, Sendable {
    /// The required items with a value.
    package let answered: Int
    /// The items that need a value: not those that are skipped.
    package let required: Int
    /// The required items without a value, by reason; those not asked count as not collected.
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

extension Instrument.Scale {
  /// What a sum means for somebody of this sex and age, by the set of bands that the clinic chose.
  func result(_ sum: Score.Sum, sex: Sex?, age: Int?, bandSet: String?) -> Score.ScaleResult {
    let set = bandSet.flatMap { slug in bandSets.first { $0.slug == slug } } ?? bandSets.first
    return Score.ScaleResult(
      slug: slug, sum: sum,
      band: sum.value.flatMap { value in set?.bands.first { $0.range.contains(value) } },
      bandSet: set?.slug,
      cutOffs: cutOffs.filter { $0.holds(sex: sex, age: age) }.map {
        Score.CutOffResult(cutOff: $0, isReached: $0.bound.isReached(by: sum))
      })
  }
}

extension Instrument.CutOff {
  /// Whether it may be one for somebody of this sex and age, of which either may be unknown.
  fileprivate func holds(sex: Sex?, age: Int?) -> Bool {
    (self.sex == nil || sex == nil || self.sex == sex) && (age.map(ages.contains) ?? true)
  }
}

extension Instrument.CutOff.Bound {
  /// Nil while missing answers could still decide it.
  fileprivate func isReached(by sum: Score.Sum) -> Bool? {
    switch self {
    case .atLeast(let least): sum.atLeast >= least ? true : sum.atMost < least ? false : nil
    case .atMost(let most): sum.atMost <= most ? true : sum.atLeast > most ? false : nil
    }
  }
}
