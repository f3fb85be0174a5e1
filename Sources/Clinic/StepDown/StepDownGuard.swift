import Foundation

/// What is settled and what is missing for the end of a stay.
///
/// Most people who leave detox get no next care; each line here is one way in which that happens.
package struct StepDownGuard: Hashable, Sendable {
  package let expectedEnd: StepDownPlan.ExpectedEnd?
  /// One line for each item, in the order in which they are worked.
  package let lines: [StepDownLine]

  /// Looks at `situation` at the instant `now`.
  package init(_ situation: StepDownSituation, policy: StepDownPolicy, now: Date) {
    let end = situation.expectedEnd
    expectedEnd = end
    lines = StepDownItem.allCases.map { item in
      let found = situation.found(item, policy: policy, now: now)
      return StepDownLine(
        item: item, finding: found.finding, about: found.about, at: found.at, owner: policy.owner(of: item),
        dueAt: found.finding == .endPassed
          ? end?.at : policy.due(item, start: situation.stay.during.start, expectedEnd: end?.at))
    }
  }

  /// The lines that somebody has to see to.
  package var missing: [StepDownLine] { lines.filter { $0.status == .missing } }

  /// When the first of them is due; nil when none is missing, or nobody knows the end.
  package var nextDue: Date? { missing.compactMap(\.dueAt).min() }
}

/// A finding with what it is about.
private struct Found {
  let finding: StepDownLine.Finding
  var about: Line?
  var at: Date?

  init(_ finding: StepDownLine.Finding, about: Line? = nil, at: Date? = nil) {
    self.finding = finding
    self.about = about
    self.at = at
  }
}

extension StepDownSituation {
  fileprivate func found(_ item: StepDownItem, policy: StepDownPolicy, now: Date) -> Found {
    switch item {
    case .expectedEnd: foundEnd(now: now)
    case .assessment: foundAssessment(validHours: policy.assessmentValidHours)
    case .nextPlace: foundPlace(now: now)
    case .authorization: foundAuthorization
    case .handOff: foundHandOff
    case .appointment: foundAppointment(withinDays: policy.appointmentWithinDays)
    case .transport: foundTransport
    }
  }

  private func foundEnd(now: Date) -> Found {
    guard let expectedEnd else { return Found(.endNotSaid) }
    return Found(expectedEnd.at <= now ? .endPassed : .endExpected, at: expectedEnd.at)
  }

  private func foundAssessment(validHours: Int) -> Found {
    // An assessment from before the stay led to this one, not to the next.
    guard let assessedAt, assessedAt > stay.during.start else { return Found(.notAssessed) }
    if let end = expectedEnd?.at, end.timeIntervalSince(assessedAt) > Double(validHours) * 3_600 {
      return Found(.assessedTooEarly, at: assessedAt)
    }
    return Found(.assessed, at: assessedAt)
  }

  private func foundPlace(now: Date) -> Found {
    if plannedMove?.stage != nil { return Found(.planned, at: plannedMove?.at) }
    if plan.destination != nil { return Found(.goesElsewhere, about: plan.destination) }
    guard let nextStage else { return Found(.nextNotSaid) }
    if nextStage == .aftercare { return Found(.appointmentIsPlace) }
    guard let heldPlace, heldPlace.during.end.map({ $0 > now }) ?? true else { return Found(.noBedHeld) }
    if let until = heldPlace.during.end, let end = expectedEnd?.at, until <= end {
      return Found(.holdEndsTooEarly, about: heldPlace.bed, at: until)
    }
    return Found(.bedHeld, about: heldPlace.bed, at: heldPlace.during.end)
  }

  private var foundAuthorization: Found {
    if plan.destination != nil { return Found(.notRequired) }
    guard nextStage != nil else { return Found(.nextNotSaid) }
    return switch nextAuthorization {
    case .approved: Found(.approved)
    case .notRequired: Found(.notRequired)
    case .requested: Found(.requested)
    case .denied: Found(.denied)
    case .enteredInError, nil: Found(.notRequested)
    }
  }

  private var foundHandOff: Found {
    guard let handOff else { return Found(.notOffered) }
    let about = handOff.receiver.name
    return switch handOff.answer?.kind {
    case .accepted: Found(.accepted, about: about, at: handOff.answer?.at)
    case .declined: Found(.declined, about: about, at: handOff.answer?.at)
    case .withdrawn: Found(.notOffered)
    case nil: Found(.notAnswered, about: about, at: handOff.offeredAt)
    }
  }

  private func foundAppointment(withinDays days: Int) -> Found {
    // Who goes on in a bed is seen there; everybody else leaves for a life outside.
    if plan.destination == nil, let nextStage, nextStage != .aftercare { return Found(.goesOnHere) }
    guard let appointment else { return Found(.noAppointment) }
    if let end = expectedEnd?.at, appointment.at.timeIntervalSince(end) > Double(days) * 86_400 {
      return Found(.appointmentTooLate, about: appointment.place, at: appointment.at)
    }
    return Found(.appointmentMade, about: appointment.place, at: appointment.at)
  }

  private var foundTransport: Found {
    if plan.transport != nil { return Found(.transportArranged, about: plan.transportNote) }
    if plan.destination == nil, let heldPlace, heldPlace.isHere { return Found(.staysHere) }
    return Found(.noTransport)
  }
}
