import Foundation

extension MonitoringProtocol {
  /// When each check is due, from all that was observed, in whatever order it is given.
  ///
  /// Nothing here depends on the present: what is stored stays right while time passes. There is one due time for each
  /// check; one that nobody settled stays due and does not add up. A corrected score gives another plan.
  package func plan(_ course: MonitoringCourse, _ observations: [Observation]) -> MonitoringPlan {
    let sorted = observations.sorted { ($0.at, $0.id.uuidString) < ($1.at, $1.id.uuidString) }
    let completed = completion(course, sorted)
    let endsAt = [course.endsAt, completed].compactMap(\.self).min()
    let known = sorted.filter { observation in
      observation.at >= course.countedFrom && endsAt.map { observation.at <= $0 } ?? true
    }
    return MonitoringPlan(
      checks: checks.map { check in
        var replay = Replay(
          check: check, escalations: escalations.filter { $0.check == check.name }, course: course)
        for observation in known { replay.take(observation) }
        return replay.plan(endsAt: endsAt)
      },
      endsAt: endsAt, isCompleted: completed != nil && endsAt == completed && endsAt != course.endsAt)
  }

  /// When the first stop rule is met; nil where that depends on scores to come.
  private func completion(_ course: MonitoringCourse, _ sorted: [Observation]) -> Date? {
    stops.compactMap { stop -> Date? in
      switch stop {
      case .afterHours(let hours): return course.countedFrom.addingTimeInterval(Double(hours) * 3_600)
      case .held(let name, let atMost, let hours):
        guard let check = self[check: name] else { return nil }
        var since: Date?
        for observation in sorted where observation.at >= course.countedFrom {
          guard let event = check.event(observation), event.outcome == .done else { continue }
          guard let score = event.score, score <= atMost else {
            since = nil
            continue
          }
          let start = since ?? event.at
          since = start
          if event.at >= course.startedAt, event.at.timeIntervalSince(start) >= Double(hours) * 3_600 {
            return event.at
          }
        }
        return nil
      }
    }.min()
  }
}

/// The course of one check, told observation by observation.
private struct Replay {
  let check: MonitoringProtocol.Check
  let escalations: [MonitoringProtocol.Escalation]
  let course: MonitoringCourse
  private var due: Date
  private var minutes: Int?
  private var slots: [CheckPlan.Slot] = []
  private var raised: CheckPlan.Raised?
  private var rank = Int.max
  /// Since when the scores are those of a pace, by its place.
  private var runs: [Int: Date] = [:]
  private var last: CheckEvent?

  init(
    check: MonitoringProtocol.Check, escalations: [MonitoringProtocol.Escalation], course: MonitoringCourse
  ) {
    self.check = check
    self.escalations = escalations
    self.course = course
    due = course.startedAt
  }

  mutating func take(_ observation: Observation) {
    if case .said(check.name, .answered) = observation.content {
      if let raised, raised.at <= observation.at, raised.answeredAt == nil {
        self.raised?.answeredAt = observation.at
      }
      return
    }
    guard let event = check.event(observation) else { return }
    slots.append(
      CheckPlan.Slot(
        dueAt: event.at < course.startedAt ? nil : due, at: event.at, outcome: event.outcome,
        score: event.score))
    if event.outcome == .done {
      follow(event)
      escalate(event)
      last = event
    }
    let pace = pace(at: event.at)
    let wanted = event.outcome.reason.flatMap { check.again[$0] }.map { min($0, pace) } ?? pace
    minutes = pace
    due = max(event.at.addingTimeInterval(Double(wanted) * 60), course.startedAt)
  }

  func plan(endsAt: Date?) -> CheckPlan {
    let isOver = endsAt.map { due >= $0 } ?? false
    return CheckPlan(
      name: check.name, dueAt: isOver ? nil : due, minutes: minutes, slots: slots, raised: raised)
  }

  /// Keeps how long the scores have been those of each pace.
  private mutating func follow(_ event: CheckEvent) {
    for (index, pace) in check.paces.enumerated() {
      guard let scores = pace.scores else { continue }
      if let score = event.score, scores.contains(score) {
        runs[index] = runs[index] ?? event.at
      } else {
        runs[index] = nil
      }
    }
  }

  /// The first pace that fits what was last found; where the score is not known, what the file says for that, or the
  /// shortest that could be meant.
  private func pace(at time: Date) -> Int {
    let hour = max(0, Int(time.timeIntervalSince(course.countedFrom) / 3_600))
    let now = check.paces.enumerated().filter { $0.element.isMeant(atHour: hour) }
    let shortest = now.filter { $0.element.heldHours == 0 }.map(\.element.minutes).min()
    guard check.score != nil else { return now.first?.element.minutes ?? shortest ?? 60 }
    guard let last, let score = last.score else { return check.unscored ?? shortest ?? 60 }
    let fitting = now.first { index, pace in
      let held = runs[index].map { last.at.timeIntervalSince($0) / 3_600 } ?? 0
      return pace.scores?.contains(score) ?? true && held >= Double(pace.heldHours)
        && (!pace.isRed || last.isRed)
    }
    return fitting?.element.minutes ?? shortest ?? 60
  }

  /// Raises what the first escalation says that fits; the same again is raised again only where it is worse.
  private mutating func escalate(_ event: CheckEvent) {
    guard let found = escalations.firstIndex(where: { $0.trigger.fits(event) }) else {
      (raised, rank) = (nil, Int.max)
      return
    }
    let isWorse = found < rank || (event.score ?? 0) > (raised?.score ?? 0)
    guard raised == nil || isWorse else { return }
    rank = found
    raised = CheckPlan.Raised(
      at: event.at, escalation: escalations[found], score: event.score ?? event.atLeast)
  }
}

extension MonitoringProtocol.Pace {
  fileprivate func isMeant(atHour hour: Int) -> Bool {
    hour >= fromHour && untilHour.map { hour < $0 } ?? true
  }
}

extension MonitoringProtocol.Trigger {
  fileprivate func fits(_ event: CheckEvent) -> Bool {
    switch self {
    case .score(let atLeast): (event.score ?? event.atLeast).map { $0 >= atLeast } ?? false
    case .red: event.isRed
    case .results(let wanted): !wanted.isDisjoint(with: event.results)
    }
  }
}
