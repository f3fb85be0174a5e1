import Foundation

extension SurvivalCurve {
  /// How an interval around a share is made; programs differ, so a report names it.
  package enum LimitKind: String, CaseIterable, Hashable, Sendable, Codable {
    /// On the scale of log(-log S), the default of lifelines; stays within 0 and 1.
    case logLog = "log-log"
    /// On the scale of log S, the default of R.
    case log
    /// The share and its standard error, cut to 0 and 1.
    case plain
  }
}

extension SurvivalCurve.Step {
  /// The limits of the share at this step.
  ///
  /// While the share is 1, they are 1 and 1 (as in lifelines; R leaves log-log undefined there). When the share
  /// is 0 they are nil, because no method defines them.
  package func limits(_ kind: SurvivalCurve.LimitKind = .logLog, level: Double = 0.95) -> Limits? {
    if survival <= 0 { return nil }
    if survival >= 1 { return Limits(1, 1) }
    let reach = Normal.reach(level: level)
    let error = greenwood.squareRoot()
    switch kind {
    case .plain:
      return Limits(survival - reach * survival * error, survival + reach * survival * error).cutToShare
    case .log:
      return Limits(survival * exp(-reach * error), survival * exp(reach * error)).cutToShare
    case .logLog:
      let width = reach * error / log(survival)
      return Limits(pow(survival, exp(-width)), pow(survival, exp(width)))
    }
  }
}

extension SurvivalCurve {
  /// The limits of the share just after `time`: 1 and 1 before the first event, nil once the share is 0.
  package func limits(at time: Double, _ kind: LimitKind = .logLog, level: Double = 0.95) -> Limits? {
    guard let step = step(at: time) else { return Limits(1, 1) }
    return step.limits(kind, level: level)
  }
}
