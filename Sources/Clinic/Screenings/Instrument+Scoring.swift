extension Instrument {
  /// Derives the score from the answers; sex and age in years choose among cut-offs that differ by them.
  ///
  /// A blank item, a refusal and an answer of zero are different things: only the last is a zero. When an item
  /// is missing, a sum is a bound and carries no band. Items that a skip rule excuses count as zero. `substance`
  /// must be named where the instrument is about one; `bandSet` is the set of bands that the clinic chose.
  /// Throws all at once what cannot be taken: an unknown item, a value that it does not have, an item that is
  /// not asked of the substance, an unknown substance or set.
  package func score(
    _ answers: Screening.Answers, sex: Recorded<Sex> = .missing(.unknown), age: Int? = nil,
    substance: String? = nil, bandSet: String? = nil
  ) throws(InvalidValues) -> Score {
    try derive(answers, sex: sex, age: age, substance: substance, bandSet: bandSet)
  }

  /// Derives what is stored of a score, of answers that are each there once; sex and age have no part in that.
  ///
  /// It is for many screenings in a row. Throws as `score` does.
  package func score(
    each answers: [(key: Int16, value: Recorded<Int16>)], substance: String?, bandSet: String?
  ) throws(InvalidValues) -> Score {
    try derive(answers, sex: .missing(.unknown), age: nil, substance: substance, bandSet: bandSet)
  }

  private func derive(
    _ answers: some Sequence<(key: Int16, value: Recorded<Int16>)>, sex: Recorded<Sex>, age: Int?,
    substance: String?, bandSet: String?
  ) throws(InvalidValues) -> Score {
    let form = try chosenForm(substance, bandSet)
    let sheet = try Sheet(plan, slots: slots(answers, form))
    let completeness = completeness(of: sheet, answers)
    var results: [Score.ScaleResult] = []
    results.reserveCapacity(plan.scales.count)
    for (place, planned) in plan.scales.enumerated() {
      let isTotal = place == 0 && plan.hasTotal
      let scale = isTotal ? form?.total ?? total : subscales[plan.hasTotal ? place - 1 : place]
      guard let scale else { continue }
      results.append(scale.result(sheet.sum(of: planned), sex: sex.value, age: age, bandSet: bandSet))
    }
    let sorted = triage.map { sheet.result(of: $0, isComplete: completeness.isComplete) }
    return Score(
      instrument: reference, substance: form?.slug, scales: results, hasTotal: plan.hasTotal,
      flags: flags.filter { sheet.raises($0, triage: sorted, among: triage?.slugs) },
      algorithms: zip(algorithms, plan.counts).map { sheet.result(of: $1, slug: $0.slug) },
      triage: sorted, completeness: completeness,
      skipped: plan.skips.isEmpty ? [] : sheet.numbers(items) { $0 == .skipped },
      answeredThoughSkipped: sheet.needless.map { items[$0].number }.sorted(), notes: notes(form, age: age))
  }

  private func chosenForm(_ substance: String?, _ bandSet: String?) throws(InvalidValues) -> SubstanceForm? {
    if let bandSet, !has(bandSet) {
      let remedy = bandSetSlugs.isEmpty ? "Leave it out." : "Use one of \(bandSetSlugs.listing)."
      throw InvalidValues(
        one: InvalidValue(
          "unknown-band-set", field: "band_set", problem: "is not a set of bands of \(title)",
          value: String(bandSet.prefix(40)), remedy: remedy))
    }
    do {
      return try form(of: substance)
    } catch {
      throw InvalidValues(one: error)
    }
  }

  /// The names of the sets of bands that a clinic can choose from, each once.
  package var bandSetSlugs: [String] {
    let all = scales.flatMap(\.bandSets) + substances.compactMap(\.total).flatMap(\.bandSets)
    return Set(all.map(\.slug)).sorted()
  }

  private func has(_ bandSet: String) -> Bool {
    scales.contains { $0.bandSets.contains { $0.slug == bandSet } } || bandSetSlugs.contains(bandSet)
  }

  private func completeness(
    of sheet: Sheet, _ answers: some Sequence<(key: Int16, value: Recorded<Int16>)>
  ) -> Score.Completeness {
    var (answered, required) = (0, 0)
    var missing: [MissingReason: [Int16]] = [:]
    for (place, slot) in sheet.slots.enumerated() where plan.items[place].isRequired {
      switch slot {
      case .skipped, .excluded: continue
      case .answered: answered += 1
      case .missing:
        let number = items[place].number
        let reason = answers.first { $0.key == number }?.value.missing
        missing[reason ?? .notCollected, default: []].append(number)
      }
      required += 1
    }
    return Score.Completeness(answered: answered, required: required, missing: missing)
  }

  private func notes(_ form: SubstanceForm?, age: Int?) -> [String] {
    var notes = form?.note.map { [$0] } ?? []
    if let age, !population.ages.contains(age) {
      notes.append(
        "\(title) is published \(population.ages.description), and the person is \(age) years old.")
    }
    return notes
  }
}

extension Instrument.Ages: CustomStringConvertible {
  /// "for ages 16 to 65".
  package var description: String {
    switch (from, to) {
    case (let from?, let to?): "for ages \(from) to \(to)"
    case (let from?, nil): "for ages from \(from)"
    case (nil, let to?): "for ages up to \(to)"
    case (nil, nil): "for all ages"
    }
  }
}
