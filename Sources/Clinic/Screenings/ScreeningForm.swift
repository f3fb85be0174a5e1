/// An instrument that is being filled in: what was answered, what need not be asked, and what comes next.
package struct ScreeningForm: Hashable, Sendable {
  package let instrument: Instrument
  /// What it is asked about, where an instrument is asked of one substance at a time.
  package let substance: String?
  /// What was answered so far; also answers that a later one has made needless, in case it is taken back.
  package private(set) var given: Screening.Answers
  /// The items that were asked, in the order in which they were.
  package private(set) var asked: [Int16]

  /// Goes on with answers that are there already.
  package init(_ instrument: Instrument, substance: String? = nil, given: Screening.Answers = [:]) {
    self.instrument = instrument
    self.substance = substance
    self.given = given
    asked = instrument.items.map(\.number).filter { given[$0] != nil }
  }

  /// The items that the answers make needless.
  package var excused: Set<Int16> { instrument.excused(by: given, substance: substance) }

  /// The answers that count: none to what need not be asked.
  package var answers: Screening.Answers {
    let excused = excused
    return given.filter { !excused.contains($0.key) }
  }

  /// The item that is asked next; nil when all that had to be asked is answered.
  package var next: Instrument.Item? {
    let excused = excused
    return instrument.items.first { given[$0.number] == nil && !excused.contains($0.number) }
  }

  /// How many items are answered, and how many there are to ask as it stands now.
  package var progress: (answered: Int, of: Int) {
    let excused = excused
    let due = instrument.items.filter { !excused.contains($0.number) }
    return (due.filter { given[$0.number] != nil }.count, due.count)
  }

  /// Notes the answer to an item; an answer to one that was answered before replaces it.
  package mutating func answer(_ item: Int16, _ answer: Recorded<Int16>) {
    given[item] = answer
    asked.removeAll { $0 == item }
    asked.append(item)
  }

  /// Takes the last answer back, so that its item comes up again; gives that item, or nil when nothing was answered.
  ///
  /// Answers that the one taken back had made needless are asked for again only if they were never given.
  package mutating func goBack() -> Instrument.Item? {
    guard let last = asked.popLast() else { return nil }
    given[last] = nil
    return instrument.items.first { $0.number == last }
  }
}
