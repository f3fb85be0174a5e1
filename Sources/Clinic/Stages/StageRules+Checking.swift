extension StageRule {
  /// What makes no sense about the rule by itself; nil when it is sound.
  var fault: String? {
    shapeFault ?? endingFault
  }

  private var shapeFault: String? {
    let isInStage = from.isOpen && !from.isOnLeave
    let isToStage = to.isOpen && !to.isOnLeave
    let fits =
      switch event {
      case .admit: from == .none && isToStage
      case .readmit: from == .ended && isToStage
      case .transfer: isInStage && isToStage
      case .leave: isInStage && to.isOnLeave && from.stage == to.stage
      case .return: from.isOnLeave && isToStage && from.stage == to.stage
      case .complete, .discharge: from.isOpen && to == .ended
      case .correct: from != .none
      }
    return fits
      ? nil : "says that \(event.rawValue) leads from \(from.rawValue) to \(to.rawValue), which it cannot"
  }

  private var endingFault: String? {
    switch event {
    case .complete:
      endings == [.completed] ? nil : "must have the single ending 01, because completing is reason 01"
    case .transfer:
      // Moving on within an episode is a transfer for TEDS, also when the stage was completed.
      endings == [.transferred]
        ? nil : "must have the single ending 04, because going on to another stay is a transfer"
    case .discharge:
      endings.isEmpty ? "ends an episode and names no discharge reason" : nil
    case .admit, .leave, .return, .readmit, .correct:
      endings.isEmpty ? nil : "closes no stay and yet has an ending"
    }
  }
}

extension StageRules {
  /// What is wrong with the rules together: a rule said twice, a state out of reach, a dead end.
  static func fault(_ rules: [StageRule]) -> (problem: String, remedy: String)? {
    var seen: Set<[String]> = []
    for rule in rules
    where !seen.insert([rule.from.rawValue, rule.event.rawValue, rule.to.rawValue]).inserted {
      return (
        "has the rule \(rule.event.rawValue) from \(rule.from.rawValue) to \(rule.to.rawValue) twice",
        "Leave one of the two out."
      )
    }
    // A correction may lead anywhere, so it does not count as a way.
    let ways = rules.filter { $0.event != .correct }
    let reached = closure(of: .none, along: ways.map { ($0.from, $0.to) })
    let named = Set(ways.flatMap { [$0.from, $0.to] })
    if let state = StageState.allCases.first(where: { named.contains($0) && !reached.contains($0) }) {
      return (
        "has no way into the state \(state.rawValue)", "Add a rule that leads there, or leave the state out."
      )
    }
    let saved = closure(of: .ended, along: ways.map { ($0.to, $0.from) })
    if let state = StageState.allCases.first(where: { reached.contains($0) && !saved.contains($0) }) {
      return ("has no way from the state \(state.rawValue) to the end", "Add a rule that leads out of it.")
    }
    return nil
  }

  private static func closure(
    of start: StageState, along edges: [(from: StageState, to: StageState)]
  ) -> Set<StageState> {
    var reached: Set = [start]
    var frontier = [start]
    while let state = frontier.popLast() {
      for edge in edges where edge.from == state && reached.insert(edge.to).inserted {
        frontier.append(edge.to)
      }
    }
    return reached
  }
}
