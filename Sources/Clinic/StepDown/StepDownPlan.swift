import Foundation

/// What is planned for the end of a stay; every part may still be open.
package struct StepDownPlan: Hashable, Sendable {
  package var expectedEnd: ExpectedEnd?
  /// The stage that comes next.
  package var nextStage: Stage?
  /// The level of care of the next stage.
  package var nextLevel: LevelOfCare?
  /// Where the person goes, when that is none of our facilities.
  package var destination: Line?
  package var transport: Transport?
  package var transportNote: Line?

  package init(
    expectedEnd: ExpectedEnd? = nil, nextStage: Stage? = nil, nextLevel: LevelOfCare? = nil,
    destination: Line? = nil, transport: Transport? = nil, transportNote: Line? = nil
  ) {
    self.expectedEnd = expectedEnd
    self.nextStage = nextStage
    self.nextLevel = nextLevel
    self.destination = destination
    self.transport = transport
    self.transportNote = transportNote
  }

  /// When a stay is expected to end, and who says so.
  package struct ExpectedEnd: Hashable, Sendable {
    package let at: Date
    package let basis: Basis

    package init(at: Date, basis: Basis) {
      self.at = at
      self.basis = basis
    }
  }

  /// What an expected end rests on, the strongest first.
  package enum Basis: String, CaseIterable, Hashable, Sendable, Codable {
    /// The move is in the ledger already, ahead of its time.
    case plannedMove = "planned_move"
    case clinician
    case `protocol`
    /// The last day that the payer authorized at this level.
    case authorization
  }

  /// How the person gets to where they go.
  package enum Transport: String, CaseIterable, Hashable, Sendable, Codable {
    case own, family, clinic, ambulance, `public`, taxi
    case notNeeded = "not_needed"
  }

  /// The same plan with what `change` says; what it leaves open stays as it was.
  package func changed(by change: StepDownPlan) -> StepDownPlan {
    StepDownPlan(
      expectedEnd: change.expectedEnd ?? expectedEnd, nextStage: change.nextStage ?? nextStage,
      // Another stage needs a level of its own.
      nextLevel: change.nextLevel
        ?? (change.nextStage == nil || change.nextStage == nextStage ? nextLevel : nil),
      destination: change.destination ?? destination, transport: change.transport ?? transport,
      transportNote: change.transportNote ?? (change.transport == nil ? transportNote : nil))
  }

  /// Refuses what does not fit the stay that it is for.
  package func check(for stay: Stay, levels: LevelCatalogue) throws(InvalidValue) {
    if let end = expectedEnd?.at, end <= stay.during.start {
      throw InvalidValue(
        "end-before-start", field: "expected_end", problem: "is not after the beginning of the stay",
        remedy: "Give a time after the person came to this stage.")
    }
    if let basis = expectedEnd?.basis, basis != .clinician, basis != .protocol {
      throw InvalidValue(
        "derived-basis", field: "basis", problem: "is found out by itself", value: basis.rawValue,
        remedy: "Say clinician or protocol; planned moves and authorizations count where they are recorded.")
    }
    guard let nextLevel else { return }
    guard let nextStage else {
      throw InvalidValue(
        "missing-required", field: "next_stage", problem: "is missing for the next level",
        remedy: "Say which stage comes next.")
    }
    try levels.check(nextLevel, serves: nextStage, field: "next_level")
  }
}
