/// One substance that a person uses, in its place of the order: rank 1 is the main one.
package struct SubstanceUse: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<SubstanceUse>

  package let id: ID
  package var rank: Int16
  package var substance: Recorded<Substance>
  /// Which drug of the class, when that is known.
  package var detailedDrug: Recorded<DetailedDrug>
  package var route: Recorded<Route>
  package var frequency: Recorded<UseFrequency>
  /// In whole years; for alcohol the age of the first intoxication; 0 for somebody born dependent.
  package var ageAtFirstUse: Recorded<Int16>
  package var form: Recorded<DrugForm>
  /// The usual amount, in the person's words.
  package var dose: Recorded<Line>
  package var lastUse: Recorded<Day>
  package var origin: Recorded<UseOrigin>

  package init(
    id: ID, rank: Int16, substance: Recorded<Substance>,
    detailedDrug: Recorded<DetailedDrug> = .missing(.notCollected),
    route: Recorded<Route> = .missing(.notCollected),
    frequency: Recorded<UseFrequency> = .missing(.notCollected),
    ageAtFirstUse: Recorded<Int16> = .missing(.notCollected),
    form: Recorded<DrugForm> = .missing(.notCollected),
    dose: Recorded<Line> = .missing(.notCollected),
    lastUse: Recorded<Day> = .missing(.notCollected),
    origin: Recorded<UseOrigin> = .missing(.notCollected)
  ) {
    self.id = id
    self.rank = rank
    self.substance = substance
    self.detailedDrug = detailedDrug
    self.route = route
    self.frequency = frequency
    self.ageAtFirstUse = ageAtFirstUse
    self.form = form
    self.dose = dose
    self.lastUse = lastUse
    self.origin = origin
  }
}
