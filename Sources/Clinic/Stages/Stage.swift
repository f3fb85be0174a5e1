/// One of the three steps of treatment.
package enum Stage: String, CaseIterable, Hashable, Sendable, Codable {
  case detox, residential, aftercare
}

/// What happened to an episode.
package enum MoveEvent: String, CaseIterable, Hashable, Sendable, Codable {
  case admit
  /// On to another stay of the same episode: another stage, or another level of care within the stage.
  case transfer
  /// Away on leave, with the place kept.
  case leave
  case `return`
  /// The treatment is completed, which ends the episode.
  case complete
  /// The episode ends in another way.
  case discharge
  /// Back after an episode has ended, which opens a new one linked to it.
  case readmit
  /// An earlier move was wrong.
  case correct
}

/// Where a person stands, as the stage rules see it.
package enum StageState: String, CaseIterable, Hashable, Sendable, Codable {
  /// Not in treatment, and not yet in this episode.
  case none
  case detox, residential, aftercare
  case detoxLeave = "detox_leave"
  case residentialLeave = "residential_leave"
  case aftercareLeave = "aftercare_leave"
  case ended

  /// The state of somebody who is in `stage`.
  package init(_ stage: Stage, onLeave: Bool = false) {
    switch stage {
    case .detox: self = onLeave ? .detoxLeave : .detox
    case .residential: self = onLeave ? .residentialLeave : .residential
    case .aftercare: self = onLeave ? .aftercareLeave : .aftercare
    }
  }

  /// The stage, also while on leave from it; nil before and after treatment.
  package var stage: Stage? {
    switch self {
    case .detox, .detoxLeave: .detox
    case .residential, .residentialLeave: .residential
    case .aftercare, .aftercareLeave: .aftercare
    case .none, .ended: nil
    }
  }

  /// Whether the person is away with the place kept.
  package var isOnLeave: Bool {
    switch self {
    case .detoxLeave, .residentialLeave, .aftercareLeave: true
    case .none, .detox, .residential, .aftercare, .ended: false
    }
  }

  /// Whether an episode in this state is going on.
  package var isOpen: Bool { stage != nil }

  /// The state in words, for messages: "on leave from detox".
  package var words: String {
    switch self {
    case .none: "not in treatment"
    case .ended: "ended"
    case .detox, .residential, .aftercare: "in \(rawValue)"
    case .detoxLeave, .residentialLeave, .aftercareLeave: "on leave from \(stage?.rawValue ?? rawValue)"
    }
  }
}
