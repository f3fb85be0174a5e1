/// What loading a file of stage rules would change in one of them.
package struct StageRuleChange: Hashable, Sendable {
  package enum Kind: String, Sendable { case new, changed, retired }

  /// As it would be, or as it was where it is retired.
  package let rule: StageRule
  package let kind: Kind

  /// Compares the rules in force with a file: in the order of the file, then what it leaves out.
  package static func all(from present: StageRules, to wanted: StageRules) -> [StageRuleChange] {
    let known = Dictionary(present.rules.map { ($0.key, $0) }) { first, _ in first }
    let kept = Set(wanted.rules.map(\.key))
    return wanted.rules.compactMap { rule in
      guard let before = known[rule.key] else { return StageRuleChange(rule: rule, kind: .new) }
      return before == rule ? nil : StageRuleChange(rule: rule, kind: .changed)
    }
      + present.rules.filter { !kept.contains($0.key) }.map { StageRuleChange(rule: $0, kind: .retired) }
  }
}

extension StageRule {
  /// What makes a rule the same one in another version: from where, by what, to where.
  package struct Key: Hashable, Sendable {
    package let from: StageState
    package let event: MoveEvent
    package let to: StageState

    package init(from: StageState, event: MoveEvent, to: StageState) {
      self.from = from
      self.event = event
      self.to = to
    }
  }

  package var key: Key { Key(from: from, event: event, to: to) }
}
