extension Instrument {
  /// Derives the score from the answers; `sex` chooses among cut-offs that differ by it.
  ///
  /// A blank item, a refusal and an answer of zero are different things: only the last is a zero. When an item
  /// is missing, the total is a bound and carries no band. Items that a skip rule excuses count as zero.
  /// Throws all answers at once that name an unknown item or a value that it does not have.
  package func score(
    _ answers: Screening.Answers, sex: Recorded<Sex> = .missing(.unknown)
  ) throws(InvalidValues) -> Score {
    try check(answers)
    let excused = Set(skips.filter { $0.applies(to: answers) }.flatMap(\.items))
    let skipped = excused.filter { answers[$0]?.value == nil }
    let sheet = Sheet(answers: answers, skipped: skipped)
    let sum = sheet.sum(of: scoredItems)
    return Score(
      instrument: reference, total: sum,
      band: sum.value.flatMap { value in total.bands.first { $0.range.contains(value) } },
      cutOffs: total.results(for: sum, sex: sex.value),
      flags: flags.filter { sheet.raises($0, among: scoredItems) },
      subscales: Dictionary(
        subscales.map { ($0.slug, sheet.sum(of: items($0.items))) }, uniquingKeysWith: { first, _ in first }),
      algorithms: algorithms.map { Score.AlgorithmResult(slug: $0.slug, outcome: sheet.outcome(of: $0)) },
      completeness: sheet.completeness(of: scoredItems), skipped: skipped.sorted(),
      answeredThoughSkipped: excused.filter { (answers[$0]?.value ?? 0) != 0 }.sorted())
  }

  private func check(_ answers: Screening.Answers) throws(InvalidValues) {
    var faults: [InvalidValue] = []
    for (number, answer) in answers.sorted(by: { $0.key < $1.key }) {
      guard let item = items.first(where: { $0.number == number }) else {
        faults.append(
          InvalidValue(
            "unknown-item", field: "answers.\(number)", problem: "is not an item of \(title)",
            value: "\(number)",
            remedy: "Use the numbers 1 to \(items.count)."))
        continue
      }
      guard let value = answer.value, !item.choices.contains(where: { $0.value == value }) else { continue }
      faults.append(
        InvalidValue(
          "answer-out-of-range", field: "answers.\(number)",
          problem: "has a value that item \(number) (\(item.label)) of \(title) does not have",
          value: "\(value)",
          remedy: "Use \(item.choices.map { "\($0.value)" }.listing), or say why the answer is missing."))
    }
    if let refusal = InvalidValues(faults) { throw refusal }
  }
}

extension Instrument.Skip {
  fileprivate func applies(to answers: Screening.Answers) -> Bool {
    when.allSatisfy { answers[$0.key]?.value == $0.value }
  }
}

extension Instrument.Scale {
  fileprivate func results(for sum: Score.Sum, sex: Sex?) -> [Score.CutOffResult] {
    cutOffs.filter { $0.sex == nil || sex == nil || $0.sex == sex }.map {
      let isReached: Bool? = sum.atLeast >= $0.atLeast ? true : sum.atMost < $0.atLeast ? false : nil
      return Score.CutOffResult(cutOff: $0, isReached: isReached)
    }
  }
}
