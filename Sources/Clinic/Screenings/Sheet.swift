/// The answers of one screening after the skip rules, by the place of the item.
struct Sheet {
  /// What became of an item.
  enum Slot: Hashable, Sendable {
    case missing
    case answered(Int16)
    /// The rules say that it need not be asked; it counts as zero.
    case skipped
    /// It is no item of this substance.
    case excluded
  }

  /// Whether something holds, or could still turn out to.
  enum Truth: Int, Comparable {
    case no, maybe, yes

    static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }
  }

  let plan: ScoringPlan
  private(set) var slots: [Slot]
  /// Answers that an undecided rule may yet turn into nothing.
  private var doubtful: Set<Int> = []
  /// Items that the skip rules excuse, answered or not.
  private(set) var excused: Set<Int> = []
  /// Those of them that were answered with something, in the order in which the rules came.
  private(set) var needless: [Int] = []

  /// Takes the slots before the skip rules.
  init(_ plan: ScoringPlan, slots: [Slot]) {
    self.plan = plan
    self.slots = slots
    for skip in plan.skips {
      let applies = truth(of: skip.when)
      if applies == .yes { take(skip) }
      if applies == .maybe, !skip.countsIfAnswered { doubtful.formUnion(skip.items) }
    }
  }

  private mutating func take(_ skip: PlannedSkip) {
    excused.formUnion(skip.items)
    for place in skip.items {
      switch slots[place] {
      case .missing: slots[place] = .skipped
      case .answered(let value):
        if value != 0, !needless.contains(place) { needless.append(place) }
        if !skip.countsIfAnswered { slots[place] = .skipped }
      case .skipped, .excluded: break
      }
    }
  }

  /// The value that counts in rules: a skipped item counts as zero; nil when it is missing.
  func value(_ place: Int) -> Int16? {
    switch slots[place] {
    case .answered(let value): value
    case .skipped, .excluded: 0
    case .missing: nil
    }
  }

  /// Whether a condition is met, whatever the missing answers will be.
  func truth(of condition: Instrument.Condition) -> Truth {
    var found = Truth.no
    for clauses in condition.alternatives {
      var all = Truth.yes
      for clause in clauses {
        guard let place = plan.place(clause.item) else { return .no }
        all = min(all, value(place).map { clause.accepts($0) ? .yes : .no } ?? .maybe)
      }
      found = max(found, all)
      if found == .yes { break }
    }
    return found
  }

  /// The points that an item gives; a stretch as long as other answers may change them.
  func points(_ place: Int) -> ClosedRange<Int> {
    let item = plan.items[place]
    switch slots[place] {
    case .skipped, .excluded: return 0...0
    case .answered(let value):
      let points = item.tables.isEmpty ? item.points(value)...item.points(value) : points(of: value, item)
      return doubtful.contains(place) ? min(0, points.lowerBound)...max(0, points.upperBound) : points
    case .missing: return item.whenMissing
    }
  }

  private func points(of value: Int16, _ item: PlannedItem) -> ClosedRange<Int> {
    var found: ClosedRange<Int>?
    for table in item.tables {
      let applies = table.when.map(truth) ?? .yes
      if applies == .no { continue }
      let own = table.points(value) ?? 0
      found = found.map { min($0.lowerBound, own)...max($0.upperBound, own) } ?? own...own
      if applies == .yes { break }
    }
    return found ?? 0...0
  }
}
