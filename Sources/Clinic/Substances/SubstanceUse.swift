/// One substance that a person uses, in its place of the order: rank 1 is the main one.
package struct SubstanceUse: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<SubstanceUse>

  package let id: ID
  package var rank: Int16
  package var substance: Recorded<Substance>
  /// Which drug of the class, when that is known.
  package var detailedDrug: DetailedDrug?
  package var route: Recorded<Route>
  package var frequency: Recorded<UseFrequency>
  /// In whole years; for alcohol the age of the first intoxication; 0 for somebody born dependent.
  package var ageAtFirstUse: Recorded<Int16>
  package var form: DrugForm?
  /// The usual amount, in the person's words.
  package var amount: Line?
  package var lastUse: Recorded<Day>

  package init(
    id: ID, rank: Int16, substance: Recorded<Substance>,
    detailedDrug: DetailedDrug? = nil,
    route: Recorded<Route> = .missing(.notCollected),
    frequency: Recorded<UseFrequency> = .missing(.notCollected),
    ageAtFirstUse: Recorded<Int16> = .missing(.notCollected),
    form: DrugForm? = nil, amount: Line? = nil, lastUse: Recorded<Day> = .missing(.notCollected)
  ) {
    self.id = id
    self.rank = rank
    self.substance = substance
    self.detailedDrug = detailedDrug
    self.route = route
    self.frequency = frequency
    self.ageAtFirstUse = ageAtFirstUse
    self.form = form
    self.amount = amount
    self.lastUse = lastUse
  }
}
