extension Sheet {
  /// The sum of a scale: a score when all that it needs is there, otherwise a bound.
  func sum(of scale: PlannedScale) -> Score.Sum {
    var (least, most, answered, required) = (0, 0, 0, 0)
    for place in scale.items {
      switch slots[place] {
      case .skipped, .excluded: continue
      case .missing where !plan.items[place].isRequired: continue
      case .missing: required += 1
      case .answered:
        answered += 1
        required += 1
      }
      let points = points(place)
      least += points.lowerBound
      most += points.upperBound
    }
    for place in scale.needs {
      switch slots[place] {
      case .skipped, .excluded: continue
      case .missing: required += 1
      case .answered:
        answered += 1
        required += 1
      }
    }
    if answered == required { return .complete(least) }
    return .partial(atLeast: least, atMost: most, answered: answered, of: required)
  }

  /// The outcome of a triage, or the mildest that it can still come to.
  func result(of triage: Instrument.Triage, isComplete: Bool) -> Score.TriageResult {
    var isOpen = false
    for outcome in triage.outcomes {
      switch truth(of: outcome.when) {
      case .yes: return Score.TriageResult(outcome: isOpen ? nil : outcome.slug, atLeast: outcome.slug)
      case .maybe: isOpen = true
      case .no: break
      }
    }
    return Score.TriageResult(
      outcome: isOpen || !isComplete ? nil : triage.otherwise, atLeast: triage.otherwise)
  }

  /// How many symptoms there are, and how many there could still be; of the core ones likewise.
  private func count(_ symptoms: [PlannedCount.Symptom]) -> (present: Int, missing: Int, core: Truth) {
    var (present, missing, core) = (0, 0, Truth.no)
    for symptom in symptoms {
      guard let value = value(symptom.place) else {
        missing += 1
        if symptom.isCore { core = max(core, .maybe) }
        continue
      }
      if value >= symptom.threshold {
        present += 1
        if symptom.isCore { core = .yes }
      }
    }
    return (present, missing, core)
  }

  /// The outcome of a rule if every possible answer to the missing items leads to the same one.
  func result(of count: PlannedCount, slug: String) -> Score.AlgorithmResult {
    switch count {
    case .symptoms(let symptoms, let rule):
      return Score.AlgorithmResult(slug: slug, outcome: outcome(of: symptoms, rule), clusters: [])
    case .clusters(let clusters, let rule):
      let met = zip(clusters, rule.clusters).map { symptoms, cluster in
        let (present, missing, _) = self.count(symptoms)
        return present >= cluster.needed ? Truth.yes : present + missing >= cluster.needed ? .maybe : .no
      }
      let all = met.min() ?? .no
      return Score.AlgorithmResult(
        slug: slug, outcome: all == .yes ? rule.outcome : all == .no ? rule.otherwise : nil,
        clusters: zip(rule.clusters, met).map { cluster, met in
          Score.ClusterResult(slug: cluster.slug, isMet: met == .maybe ? nil : met == .yes)
        })
    }
  }

  private func outcome(of symptoms: [PlannedCount.Symptom], _ rule: Instrument.SymptomCount) -> String? {
    let (present, missing, core) = count(symptoms)
    if core == .no { return rule.otherwise }
    // With the core symptom among the missing ones there is at least one more symptom when it is there.
    let least = core == .yes ? present : present + 1
    let first = rule.outcome(least)
    let isOne = (least...max(least, present + missing)).allSatisfy { rule.outcome($0) == first }
    guard isOne else { return nil }
    return core == .yes || first == rule.otherwise ? first : nil
  }
}

extension Instrument.SymptomCount {
  /// The outcome when so many symptoms are there, a core one among them.
  fileprivate func outcome(_ count: Int) -> String {
    for outcome in outcomes where outcome.count.contains(count) { return outcome.slug }
    return otherwise
  }
}
