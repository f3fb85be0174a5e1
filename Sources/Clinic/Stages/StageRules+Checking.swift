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

/// What is wrong with the rules together.
struct StageRulesFault {
  let problem: String
  let remedy: String
  /// Whether the fault is to be told where this rule stands.
  let isAbout: (StageRule) -> Bool
}

extension StageRules {
  /// A rule said twice, a state out of reach, a way that goes round without an end; nil when all is sound.
  static func fault(_ rules: [StageRule]) -> StageRulesFault? {
    repeated(rules) ?? unending(rules)
  }

  private static func repeated(_ rules: [StageRule]) -> StageRulesFault? {
    var seen: Set<[String]> = []
    let twice = rules.first {
      !seen.insert([$0.from.rawValue, $0.event.rawValue, $0.to.rawValue]).inserted
    }
    return twice.map { rule in
      StageRulesFault(
        problem:
          "has the rule \(rule.event.rawValue) from \(rule.from.rawValue) to \(rule.to.rawValue) twice",
        remedy: "Leave one of the two out.", isAbout: { $0 == rule })
    }
  }

  private static func unending(_ rules: [StageRule]) -> StageRulesFault? {
    // A correction may lead anywhere, so it does not count as a way.
    let ways = rules.filter { $0.event != .correct }
    let reached = closure(of: .none, along: ways.map { ($0.from, $0.to) })
    let named = Set(ways.flatMap { [$0.from, $0.to] })
    if let state = StageState.allCases.first(where: { named.contains($0) && !reached.contains($0) }) {
      return StageRulesFault(
        problem: "has no way into the state \(state.rawValue)",
        remedy: "Add a rule that leads there, or leave the state out.",
        isAbout: { $0.from == state || $0.to == state })
    }
    let saved = closure(of: .ended, along: ways.map { ($0.to, $0.from) })
    let stuck = StageState.allCases.filter { reached.contains($0) && !saved.contains($0) }
    let deadEnd = stuck.first { state in !ways.contains { $0.from == state } }
    if let state = deadEnd ?? stuck.first {
      return StageRulesFault(
        problem: "has no way from the state \(state.rawValue) to the end"
          + (deadEnd == nil ? ": its moves only go round" : ""),
        remedy: "Add a rule that leads out of it, such as discharge.",
        isAbout: { $0.to == state || $0.from == state })
    }
    if !reached.contains(.ended) {
      return StageRulesFault(
        problem: "has no way to the end", remedy: "Add a rule that admits, and one that discharges.",
        isAbout: { _ in false })
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
