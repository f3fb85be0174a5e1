/// A questionnaire, scale or checklist, as data: its items, what may be answered, and how it is scored.
package struct Instrument: Hashable, Sendable {
  package let reference: Reference
  /// What it is called in lists: PHQ-9.
  package let title: String
  /// What it looks for, in a few words.
  package let about: String
  /// The time that the questions ask about: "2 weeks".
  package let recall: String
  /// Under which terms it may be used, and where its scoring is published.
  package let terms: Terms
  package let loinc: Loinc?
  /// The languages of the labels, the one of `Item.label` first.
  package let languages: [String]
  /// By whom it may be filled in, the usual one first.
  package let administrators: [Administrator]
  /// How long to wait before it is asked again, in hours; nil where nothing is said.
  package let repeatAfterHours: Int?
  /// Whom it is made for.
  package let population: Population
  /// Since when it is no longer for new screenings; nil while it is.
  package let retirement: Retirement?
  /// In the order of asking, which need not be that of the numbers.
  package let items: [Item]
  /// The substances that an administration can be about; empty when it is not about one.
  package let substances: [SubstanceForm]
  package let skips: [Skip]
  /// The sum of the whole; nil where adding everything up means nothing.
  package let total: Scale?
  package let subscales: [Scale]
  package let flags: [Flag]
  package let algorithms: [Algorithm]
  /// The outcomes of a screener that sorts rather than adds.
  package let triage: Triage?
  /// The same rules, worked out once for scoring.
  let plan: ScoringPlan

  /// Under which terms it may be used.
  package var licence: String { terms.licence }
  /// Where its scoring is published.
  package var source: String { terms.source }

  /// The items that count towards the total, or towards any subscale where there is no total; in order.
  package var scoredItems: [Item] {
    items(total?.items ?? subscales.reduce(into: []) { $0.formUnion($1.items) })
  }

  /// The items with these numbers, in order.
  func items(_ numbers: Set<Int16>) -> [Item] { items.filter { numbers.contains($0.number) } }

  /// The item with this number.
  package func item(_ number: Int16) -> Item? { items.first { $0.number == number } }

  /// The total, when there is one, and the subscales.
  package var scales: [Scale] { (total.map { [$0] } ?? []) + subscales }
}
