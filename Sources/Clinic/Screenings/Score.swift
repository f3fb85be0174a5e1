/// What the answers to an instrument come to.
package struct Score: Hashable, Sendable {
  package let instrument: Instrument.Reference
  /// The slug of the substance that it is about; nil where the instrument is not about one.
  package let substance: String?
  /// The sums: the total first, when there is one, then the subscales, in the order of the definition.
  package let scales: [ScaleResult]
  /// Whether the first of the sums is a total.
  package let hasTotal: Bool
  /// The flags that are raised, in the order of the definition.
  package let flags: [Instrument.Flag]
  package let algorithms: [AlgorithmResult]
  /// What a screener that sorts comes to; nil where the instrument does not sort.
  package let triage: TriageResult?
  package let completeness: Completeness
  /// Items that the rules say need not be asked; they count as zero.
  package let skipped: [Int16]
  /// Items that were answered although the rules say they need not be asked.
  package let answeredThoughSkipped: [Int16]
  /// What is to be known with the score, in sentences: that no cut-off is published, for one.
  package let notes: [String]

  /// The sum of the whole; nil for an instrument that has none.
  package var total: Sum? { hasTotal ? scales.first?.sum : nil }
  /// The band of the total; nil while the total is partial, and where no bands are published.
  package var band: Instrument.Band? { hasTotal ? scales.first?.band : nil }
  /// The slug of the set that the band is of; nil where the total has no bands.
  package var bandSet: String? { hasTotal ? scales.first?.bandSet : nil }
  /// The cut-offs of the total.
  package var cutOffs: [CutOffResult] { hasTotal ? scales.first?.cutOffs ?? [] : [] }
  /// The sums without the total.
  package var subscales: ArraySlice<ScaleResult> { scales.dropFirst(hasTotal ? 1 : 0) }

  /// What it comes to in a word: the band of the total, or the outcome of the triage; nil while it cannot be told.
  package var reading: String? { band?.label ?? triage?.outcome }

  /// Whether the screen is positive; nil while that cannot be told, and where the total has no cut-off.
  package var isPositive: Bool? { hasTotal ? scales.first?.isPositive : nil }

  /// The subscale of this name.
  package func subscale(_ slug: String) -> ScaleResult? { subscales.first { $0.slug == slug } }
}
