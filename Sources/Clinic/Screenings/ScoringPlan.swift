/// The rules of an instrument laid out by the place of its items, so that scoring looks nothing up by name.
struct ScoringPlan: Hashable, Sendable {
  let items: [PlannedItem]
  /// In an order in which each rule comes after those that could skip what decides it.
  let skips: [PlannedSkip]
  /// The total first, when there is one.
  let scales: [PlannedScale]
  let hasTotal: Bool
  let counts: [PlannedCount]
  /// The place of each item by its number; -1 for numbers that are not there.
  private let places: [Int16]

  init(
    items: [Instrument.Item], skips: [Instrument.Skip], scales: [Instrument.Scale], hasTotal: Bool,
    algorithms: [Instrument.Algorithm]
  ) {
    var places = Array(repeating: Int16(-1), count: Int(items.map(\.number).max() ?? 0) + 1)
    for (place, item) in items.enumerated() { places[Int(item.number)] = Int16(place) }
    func place(_ number: Int16) -> Int { Int(places[Int(number)]) }
    self.places = places
    self.hasTotal = hasTotal
    let skippable = skips.reduce(into: Set<Int16>()) { $0.formUnion($1.items) }
    self.items = items.map { PlannedItem($0, canBeSkipped: skippable.contains($0.number)) }
    self.skips = skips.map { skip in
      PlannedSkip(
        when: skip.when, items: skip.items.map(place).sorted(), countsIfAnswered: skip.countsIfAnswered,
        last: skip.when.items.map(place).max() ?? 0)
    }.sorted { $0.last < $1.last }
    self.scales = scales.map { scale in
      let own = items.filter { scale.items.contains($0.number) }
      // What decides how many points an item gives is needed as much as the item.
      var needed = own.reduce(into: Set<Int16>()) { needed, item in
        for table in item.pointTables { needed.formUnion(table.when?.items ?? []) }
      }
      for skip in skips where !skip.countsIfAnswered && !skip.items.isDisjoint(with: scale.items) {
        needed.formUnion(skip.when.items)
      }
      return PlannedScale(
        items: own.map { place($0.number) }, needs: needed.subtracting(scale.items).map(place).sorted())
    }
    counts = algorithms.map { PlannedCount($0.rule, place: place) }
  }

  /// Where the item with this number is; nil when there is none.
  func place(_ number: Int16) -> Int? {
    guard number > 0, Int(number) < places.count, places[Int(number)] >= 0 else { return nil }
    return Int(places[Int(number)])
  }
}

/// A skip rule by places.
struct PlannedSkip: Hashable, Sendable {
  let when: Instrument.Condition
  let items: [Int]
  let countsIfAnswered: Bool
  /// The place of the last item that decides.
  let last: Int
}

/// A sum by places.
struct PlannedScale: Hashable, Sendable {
  let items: [Int]
  /// Items that add nothing, and without which the sum cannot be known.
  let needs: [Int]
}

/// A rule that counts symptoms, by places.
enum PlannedCount: Hashable, Sendable {
  /// The items with the least answer that is a symptom, and whether it is a core one.
  case symptoms([Symptom], Instrument.SymptomCount)
  /// The items of each cluster.
  case clusters([[Symptom]], Instrument.ClusterCount)

  /// An item that counts as a symptom from an answer on.
  struct Symptom: Hashable, Sendable {
    let place: Int
    let threshold: Int16
    let isCore: Bool
  }

  init(_ rule: Instrument.Algorithm.Rule, place: (Int16) -> Int) {
    switch rule {
    case .symptoms(let count):
      let symptoms = count.thresholds.sorted { $0.key < $1.key }.map {
        Symptom(place: place($0.key), threshold: $0.value, isCore: count.core.contains($0.key))
      }
      self = .symptoms(symptoms, count)
    case .clusters(let count):
      let clusters = count.clusters.map { cluster in
        cluster.items.map { Symptom(place: place($0), threshold: count.threshold, isCore: true) }
      }
      self = .clusters(clusters, count)
    }
  }
}
