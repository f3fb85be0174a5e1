import Foundation

extension Episode {
  /// Checks a move against where the episode stands and says what it changes; changes nothing itself.
  ///
  /// `now` is the time of the clock. A readmission is planned on the episode that ended.
  /// Throws `IllegalMove`, `NotPermitted`, `MoveOutOfTime` or `InvalidValue`.
  package func plan(
    _ request: MoveRequest, rules: StageRules, levels: LevelCatalogue, now: Date
  ) throws -> MovePlan {
    if request.event == .correct {
      throw InvalidValue(
        "correction-without-move", field: "event", problem: "needs the move that was wrong", value: "correct",
        remedy: "Correct the wrong move itself, by its identifier.")
    }
    let rule = try rules.legal(from: state, event: request.event, to: request.to)
    try checkTime(of: request, now: now)
    let ending = try request.check(against: rule, levels: levels, now: now)
    return MovePlan(
      rule: rule, at: request.effectiveAt,
      closes: ending.flatMap { reason in openStay.map { MovePlan.ClosedStay(stay: $0.id, reason: reason) } },
      opens: request.opened(by: rule), bed: request.bedChange(from: state),
      endsEpisode: request.to == .ended ? ending : nil)
  }

  /// Refuses a time in the future that is not planned, and any time before the latest move.
  private func checkTime(of request: MoveRequest, now: Date) throws(MoveOutOfTime) {
    let time = request.effectiveAt
    if time > now, !request.isPlanned { throw MoveOutOfTime(time, .inFuture(now: now)) }
    // After an end the person may come back at that instant; a stay of no length is never made.
    let isReturn = state == .ended
    if let endedAt, time < endedAt { throw MoveOutOfTime(time, .beforeEnd(endedAt)) }
    if isReturn { return }
    if let admittedAt, time < admittedAt { throw MoveOutOfTime(time, .beforeAdmission(admittedAt)) }
    if let stay = openStay, time < stay.during.start {
      throw MoveOutOfTime(time, .insideEarlierStay(until: stay.during.start))
    }
    if let lastMoveAt, time < lastMoveAt { throw MoveOutOfTime(time, .notAfterLastMove(lastMoveAt)) }
    if let stay = openStay, stay.during.start == time, request.to.stage == nil || request.event == .transfer {
      throw MoveOutOfTime(time, .notAfterLastMove(time))
    }
  }
}

extension MoveRequest {
  /// Checks that whoever asks may make the move of `rule`, and that all is there that it needs; returns why the stay ends
  /// that it closes, if it closes one.
  ///
  /// Throws `NotPermitted`, `MoveOutOfTime` or `InvalidValue`.
  package func check(
    against rule: StageRule, levels: LevelCatalogue, now: Date
  ) throws -> DischargeReason? {
    if effectiveAt > now, !isPlanned { throw MoveOutOfTime(effectiveAt, .inFuture(now: now)) }
    if dischargeReason == .died, effectiveAt > now {
      throw InvalidValue(
        "death-in-future", field: "discharge_reason", problem: "cannot be planned",
        remedy: "Record the death when it has happened.")
    }
    try checkRole(for: rule)
    try checkNeeds(of: rule, levels: levels)
    try checkLeave(now: now)
    return try ending(for: rule)
  }

  private func checkLeave(now: Date) throws {
    for (name, time) in [("due_back_at", dueBackAt), ("returned_at", returnedAt)] {
      guard let time else { continue }
      if event != .leave {
        throw InvalidValue(
          "only-with-leave", field: name, problem: "goes only with a leave", remedy: "Leave it out.")
      }
      if time <= effectiveAt {
        throw InvalidValue(
          "end-before-start", field: name, problem: "is not after the leave began",
          remedy: "Give a later time, or leave it out.")
      }
    }
    if let returnedAt, returnedAt > now {
      throw InvalidValue(
        "date-in-future", field: "returned_at", problem: "is in the future",
        remedy: "Give due_back_at while the person is away, and the return when they are back.")
    }
  }

  fileprivate func checkRole(for rule: StageRule) throws(NotPermitted) {
    guard let allowed = rule.roles, allowed.isDisjoint(with: roles) else { return }
    let names = allowed.map(\.rawValue).sorted()
    throw NotPermitted(to: "make the move \(rule.words)", remedy: "Ask somebody who is \(names.listing).")
  }

  fileprivate func checkNeeds(of rule: StageRule, levels: LevelCatalogue) throws(InvalidValue) {
    if rule.needs.contains(.level), level == nil {
      throw lacks("level", "Give the level of care and its edition.")
    }
    if rule.needs.contains(.bed), bed == nil {
      throw lacks("bed", "Choose a free bed; the board shows them.")
    }
    if rule.needs.contains(.reason), reason == nil { throw lacks("reason", "Say in a few words why.") }
    guard let opened = opened(by: rule) else { return }
    if let level { try levels.check(level, serves: opened.stage) }
    if let service, service.stage != opened.stage {
      throw InvalidValue(
        "service-of-other-stage", field: "service", problem: "does not belong to \(opened.stage.rawValue)",
        value: "\(service.rawValue)",
        remedy:
          "Use one of \(ServiceSetting.allCases.filter { $0.stage == opened.stage }.map { "\($0.rawValue)" }.listing)."
      )
    }
  }

  private func lacks(_ field: String, _ remedy: String) -> InvalidValue {
    InvalidValue(
      "missing-required", field: field, problem: "is missing for the move \(event.rawValue)", remedy: remedy)
  }

  /// Why the stay ends that the move closes: what the rule implies, or what the request chose among its endings.
  fileprivate func ending(for rule: StageRule) throws(InvalidValue) -> DischargeReason? {
    let codes = rule.endings.map { "\($0.tedsCode) (\($0.label))" }.listing
    if let dischargeReason, !rule.endings.contains(dischargeReason) {
      throw InvalidValue(
        "reason-of-other-move", field: "discharge_reason", problem: "does not go with the move \(rule.words)",
        value: dischargeReason.tedsCode,
        remedy: rule.endings.isEmpty ? "Leave it out." : "Use \(codes).")
    }
    if let dischargeReason { return dischargeReason }
    if rule.endings.count > 1 { throw lacks("discharge_reason", "Use one of \(codes).") }
    return rule.endings.first
  }

  /// The stay that the move opens, if it opens one.
  package func opened(by rule: StageRule) -> MovePlan.OpenedStay? {
    switch event {
    case .admit, .readmit, .transfer:
      rule.to.stage.map { MovePlan.OpenedStay(stage: $0, level: level, service: service) }
    case .leave, .return, .complete, .discharge, .correct: nil
    }
  }

  fileprivate func bedChange(from state: StageState) -> MovePlan.BedChange {
    switch event {
    case .leave: .keep(as: .leave)
    case .return: .keep(as: .stay)
    case .admit, .readmit, .transfer, .complete, .discharge, .correct:
      // Within a stage only the level changes, unless another bed is named.
      bed.map { .take($0) } ?? (event == .transfer && to == state ? .keep(as: .stay) : .release)
    }
  }
}
