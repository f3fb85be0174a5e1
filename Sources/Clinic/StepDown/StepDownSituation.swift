import Foundation

/// Where a stay stands with everything that its end depends on, as it is on record.
package struct StepDownSituation: Hashable, Sendable {
  package let stay: Stay
  package let plan: StepDownPlan
  /// The next stay, where the move is in the ledger already.
  package let plannedMove: PlannedMove?
  /// The end of the last day in a row that is authorized at the stay's level.
  package let authorizedUntil: Date?
  package let heldPlace: HeldPlace?
  /// What was said of the next level for the time after the stay.
  package let nextAuthorization: Authorization.Decision?
  /// When the level of care was last assessed.
  package let assessedAt: Date?
  package let handOff: HandOff?
  /// The next that is planned.
  package let appointment: Appointment?

  package init(
    stay: Stay, plan: StepDownPlan = StepDownPlan(), plannedMove: PlannedMove? = nil,
    authorizedUntil: Date? = nil,
    heldPlace: HeldPlace? = nil, nextAuthorization: Authorization.Decision? = nil, assessedAt: Date? = nil,
    handOff: HandOff? = nil, appointment: Appointment? = nil
  ) {
    self.stay = stay
    self.plan = plan
    self.plannedMove = plannedMove
    self.authorizedUntil = authorizedUntil
    self.heldPlace = heldPlace
    self.nextAuthorization = nextAuthorization
    self.assessedAt = assessedAt
    self.handOff = handOff
    self.appointment = appointment
  }

  /// A move that is in the ledger ahead of its time.
  package struct PlannedMove: Hashable, Sendable {
    package let at: Date
    /// Nil where the episode ends.
    package let stage: Stage?

    package init(at: Date, stage: Stage?) {
      self.at = at
      self.stage = stage
    }
  }

  /// A bed that is kept for the person in the next stage.
  package struct HeldPlace: Hashable, Sendable {
    package let bed: Line
    package let during: Interval
    /// Whether it is in the facility where the person is now.
    package let isHere: Bool

    package init(bed: Line, during: Interval, isHere: Bool) {
      self.bed = bed
      self.during = during
      self.isHere = isHere
    }
  }

  /// When the stay is expected to end, by the strongest basis that there is; nil when nobody said.
  package var expectedEnd: StepDownPlan.ExpectedEnd? {
    if let plannedMove { return .init(at: plannedMove.at, basis: .plannedMove) }
    return plan.expectedEnd ?? authorizedUntil.map { .init(at: $0, basis: .authorization) }
  }

  /// The stage that comes next; nil when nobody said, or when the episode ends.
  package var nextStage: Stage? { plannedMove?.stage ?? plan.nextStage }
}
