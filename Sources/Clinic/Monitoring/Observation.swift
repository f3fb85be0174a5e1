import Foundation

/// Something that was found or said of a person and may settle a check.
package struct Observation: Hashable, Sendable {
  /// Of two at one instant the one with the lesser identity comes first.
  package let id: UUID
  package let at: Date
  package let content: Content

  package enum Content: Hashable, Sendable {
    /// A questionnaire or scale; without a total its answers add up to at least `atLeast`.
    case score(instrument: String, total: Int?, atLeast: Int?, results: Set<String>)
    case vitals([VitalSign: Reading], News2?)
    case said(check: String, CheckWord)
  }

  package init(id: UUID, at: Date, _ content: Content) {
    self.id = id
    self.at = at
    self.content = content
  }
}

/// What is said of a check instead of doing it, or of what it raised.
package enum CheckWord: String, CaseIterable, Hashable, Sendable, Codable {
  /// Left out for a reason that is written down.
  case skipped
  case refused, asleep, unable
  /// Whoever was to be told has answered.
  case answered
}

/// What became of a check.
package enum CheckOutcome: String, CaseIterable, Hashable, Sendable, Codable {
  case done, skipped, refused, asleep, unable

  /// Why nothing was measured, where that is tried again sooner.
  var reason: NotMeasured? {
    switch self {
    case .refused: .refused
    case .asleep: .asleep
    case .unable: .unable
    case .done, .skipped: nil
    }
  }
}

/// What an observation means for one check.
struct CheckEvent {
  let at: Date
  let outcome: CheckOutcome
  /// Nil where the check has none, or where it cannot be told.
  var score: Int?
  /// The least that the score can be.
  var atLeast: Int?
  var isRed = false
  var results: Set<String> = []
}

extension MonitoringProtocol.Check {
  /// Nil where the observation is about something else, or leaves a sign of the check out.
  func event(_ observation: Observation) -> CheckEvent? {
    switch (observation.content, task) {
    case (.said(name, let word), _):
      guard let outcome = CheckOutcome(rawValue: word.rawValue) else { return nil }
      return CheckEvent(at: observation.at, outcome: outcome)
    case (.score(let slug, let total, let atLeast, let results), .instrument(let wanted)):
      guard slug == wanted else { return nil }
      return CheckEvent(
        at: observation.at, outcome: .done, score: score == nil ? nil : total, atLeast: total ?? atLeast,
        results: results)
    case (.vitals(let readings, let news2), .signs(let signs)):
      return event(at: observation.at, readings.filter { signs.contains($0.key) }, news2, of: signs)
    default: return nil
    }
  }

  private func event(
    at time: Date, _ readings: [VitalSign: Reading], _ news2: News2?, of signs: Set<VitalSign>
  ) -> CheckEvent? {
    guard readings.count == signs.count else { return nil }
    let reasons = Set(readings.values.compactMap(\.missing))
    guard readings.values.contains(where: { $0.missing == nil }) else {
      // What nobody did is not settled by saying so; what the person did not want or could not do is.
      let reason = [NotMeasured.unable, .refused, .asleep].first(where: reasons.contains)
      guard !reasons.contains(.notDone), let reason, let outcome = CheckOutcome(rawValue: reason.rawValue)
      else {
        return nil
      }
      return CheckEvent(at: time, outcome: outcome)
    }
    let found: Int? =
      switch score {
      case .news2: news2?.total
      case .sign(let sign, _): readings[sign]?.number.map { NSDecimalNumber(decimal: $0).intValue }
      case .total, nil: nil
      }
    return CheckEvent(
      at: time, outcome: .done, score: found, atLeast: found, isRed: news2?.isRed ?? false,
      results: Set(readings.values.compactMap(\.word)))
  }
}
