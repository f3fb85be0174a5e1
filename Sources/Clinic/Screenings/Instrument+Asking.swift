extension Instrument {
  /// The items that are to be asked after these answers, in order; those that were answered are among them.
  ///
  /// Throws like `score` when the substance or an answer cannot be taken.
  package func asked(
    after answers: Screening.Answers, substance: String? = nil
  ) throws(InvalidValues) -> [Item] {
    let form: SubstanceForm?
    do { form = try self.form(of: substance) } catch { throw InvalidValues(one: error) }
    let sheet = try Sheet(plan, slots: slots(answers, form))
    return items.indices.filter { sheet.slots[$0] != .skipped && sheet.slots[$0] != .excluded }.map {
      items[$0]
    }
  }

  /// The items that these answers make needless, and those that are not asked of the substance.
  ///
  /// Answers that cannot be taken, and a substance that is not known, are looked over.
  package func excused(by answers: Screening.Answers, substance: String? = nil) -> Set<Int16> {
    let form = try? self.form(of: substance)
    let sound = answers.filter { number, answer in
      guard let item = item(number), form?.without.contains(number) != true else { return false }
      return answer.value.map(item.allows) ?? true
    }
    guard let slots = try? slots(sound, form) else { return form?.without ?? [] }
    return Set(Sheet(plan, slots: slots).excused.map { items[$0].number }).union(form?.without ?? [])
  }

  /// The next item to ask; nil when each has an answer or a reason why there is none.
  package func next(
    after answers: Screening.Answers, substance: String? = nil
  ) throws(InvalidValues) -> Item? {
    try asked(after: answers, substance: substance).first { answers[$0.number] == nil }
  }
}

extension Sheet {
  /// The numbers of the items whose slots are such, in order.
  func numbers(_ items: [Instrument.Item], where isSuch: (Slot) -> Bool) -> [Int16] {
    items.indices.filter { isSuch(slots[$0]) }.map { items[$0].number }.sorted()
  }

  /// Whether a flag is raised, whatever the missing answers will be.
  func raises(_ flag: Instrument.Flag, triage: Score.TriageResult?, among outcomes: [String]?) -> Bool {
    switch flag.rule {
    case .when(let condition): return truth(of: condition) == .yes
    case .onlyPointsFrom(let number):
      // Cannot be said while another item is missing, because that one may have points too.
      guard let own = plan.place(number), let scale = plan.scales.first else { return false }
      return points(own).lowerBound > 0 && slots[own] != .missing
        && scale.items.allSatisfy { $0 == own || slots[$0] != .missing && points($0) == 0...0 }
    case .anyPoints(let atLeast):
      return plan.scales.first?.items.contains { slots[$0] != .missing && points($0).lowerBound >= atLeast }
        ?? false
    case .triage(let outcome):
      guard let outcomes, let atLeast = triage?.atLeast, let flagged = outcomes.firstIndex(of: outcome),
        let found = outcomes.firstIndex(of: atLeast)
      else { return false }
      return found <= flagged
    }
  }
}
