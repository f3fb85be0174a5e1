/// One move that an episode may make.
package struct StageRule: Hashable, Sendable {
  package let from: StageState
  package let event: MoveEvent
  package let to: StageState
  package let needs: Set<Need>
  /// Who may make it; nil for everybody who may move people at all.
  package let roles: Set<Role>?
  /// The reasons of which one closes the stay; empty when no stay is closed.
  package let endings: [DischargeReason]

  package init(
    from: StageState, event: MoveEvent, to: StageState, needs: Set<Need> = [], roles: Set<Role>? = nil,
    endings: [DischargeReason] = []
  ) {
    self.from = from
    self.event = event
    self.to = to
    self.needs = needs
    self.roles = roles
    self.endings = endings
  }

  /// What must come with a move.
  package enum Need: String, CaseIterable, Hashable, Sendable, Codable {
    /// The level of care of the stay that begins.
    case level
    /// The bed of the stay that begins.
    case bed
    /// Why, in words.
    case reason
  }

  /// The move in words: "transfer to residential", "leave".
  package var words: String {
    switch event {
    case .admit, .transfer, .readmit: "\(event.rawValue) to \(to.rawValue)"
    case .correct: "correct to \(to.rawValue)"
    case .leave, .return, .complete, .discharge: event.rawValue
    }
  }
}

/// The stage rules do not know this move.
package struct IllegalMove: Refusal, Hashable {
  package let from: StageState
  package let event: MoveEvent
  package let to: StageState
  /// Everything that is allowed from here.
  package let allowed: [StageRule]

  package var code: String { "illegal-move" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "event" }
  package var value: String? { event.rawValue }

  package var message: String {
    let move = StageRule(from: from, event: event, to: to).words
    return "The move \(move) is not allowed for a person who is \(from.words)."
  }

  package var remedy: String {
    let moves = allowed.filter { $0.event != .correct }.map(\.words)
    return "From here the rules allow \(moves.listing)."
  }
}
