extension Instrument {
  /// The answers by place, before the skip rules; throws all that cannot be taken, in the order of the numbers.
  func slots(
    _ answers: some Sequence<(key: Int16, value: Recorded<Int16>)>, _ form: SubstanceForm?
  ) throws(InvalidValues) -> [Sheet.Slot] {
    var slots = Array(repeating: Sheet.Slot.missing, count: items.count)
    if let form, !form.without.isEmpty {
      for (place, item) in items.enumerated() where form.without.contains(item.number) {
        slots[place] = .excluded
      }
    }
    var faults: [Int16: InvalidValue] = [:]
    for (number, answer) in answers {
      guard let place = plan.place(number) else {
        faults[number] = unknownItem(number)
        continue
      }
      guard case .value(let value) = answer else { continue }
      if slots[place] == .excluded {
        faults[number] = notAsked(items[place], form)
      } else if plan.items[place].allows(value) {
        slots[place] = .answered(value)
      } else {
        faults[number] = items[place].refusal(items[place].text(of: value), of: title)
      }
    }
    if !faults.isEmpty, let refusal = InvalidValues(faults.sorted { $0.key < $1.key }.map(\.value)) {
      throw refusal
    }
    return slots
  }

  private func unknownItem(_ number: Int16) -> InvalidValue {
    InvalidValue(
      "unknown-item", field: "answers.\(number)", problem: "is not an item of \(title)", value: "\(number)",
      remedy: "Use the numbers \(items.numbers).")
  }

  private func notAsked(_ item: Item, _ form: SubstanceForm?) -> InvalidValue {
    InvalidValue(
      "item-not-asked", field: "answers.\(item.number)",
      problem:
        "answers item \(item.mark) (\(item.label)) of \(title), which is not asked of \(form?.label ?? "it")",
      remedy: "Leave it out. \(form?.because ?? "")")
  }

  /// Questions to ask before unlikely answers are kept: numbers that can be, and seldom are.
  package func doubts(about answers: Screening.Answers) -> [InvalidValue] {
    items.compactMap { item in
      guard let measure = item.measure, let value = answers[item.number]?.value,
        measure.range.contains(value), !measure.usual.contains(value)
      else { return nil }
      let usual = "\(measure.text(measure.usual.lowerBound)) to \(measure.text(measure.usual.upperBound))"
      return InvalidValue(
        "unlikely-answer", field: "answers.\(item.number)",
        problem: "is unlikely for item \(item.mark) (\(item.label)) of \(title)", value: item.text(of: value),
        remedy: "Usual is \(usual) \(measure.unit). Measure again, or confirm it.")
    }
  }
}
