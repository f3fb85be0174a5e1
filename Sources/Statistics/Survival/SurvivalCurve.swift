/// The share of people without the event over time, after Kaplan and Meier.
///
/// Conventions: somebody censored at a time counts as at risk at that time (events come first). The standard
/// error is Greenwood's. The median is the first time with a share of at most one half; R gives the middle of
/// the stretch when the share is exactly one half.
package struct SurvivalCurve: Hashable, Sendable {
  /// One for each time at which somebody had the event or was last seen, in order.
  package let steps: [Step]
  /// How many people there are.
  package let count: Int

  /// The share from one time on, with what happened at it.
  package struct Step: Hashable, Sendable {
    package let time: Double
    /// How many were at risk just before.
    package let atRisk: Int
    package let events: Int
    package let censored: Int
    /// The share without the event just after.
    package let survival: Double
    /// Greenwood's sum of d / (n (n - d)) up to here; infinite once nobody is left without the event.
    let greenwood: Double

    /// Greenwood's standard error of the share; nil when the share is zero, where it is not defined.
    package var standardError: Double? {
      survival > 0 ? survival * greenwood.squareRoot() : nil
    }
  }

  /// The curve of a table that counts people by time; rows may come in any order and more than once.
  ///
  /// Nobody at all gives a curve without steps: its share is 1 everywhere and it has no median.
  package init(_ table: [TimeCount]) throws(InvalidInput) {
    let rows = try table.merged()
    count = rows.reduce(0) { $0 + $1.events + $1.censored }
    var atRisk = count
    var survival = 1.0
    var greenwood = 0.0
    steps = rows.map { row in
      let left = atRisk - row.events
      if row.events > 0 {
        // Only at events: times n / n would not always give back the same number.
        survival *= Double(left) / Double(atRisk)
        greenwood += Double(row.events) / (Double(atRisk) * Double(left))
      }
      let step = Step(
        time: row.time, atRisk: atRisk, events: row.events, censored: row.censored, survival: survival,
        greenwood: greenwood)
      atRisk = left - row.censored
      return step
    }
  }

  /// The curve of people, each with a time and whether the event happened then.
  package init(people: [(time: Double, event: Bool)]) throws(InvalidInput) {
    try self.init([TimeCount](people))
  }

  /// The share without the event just after `time`; after the last person was seen, that of the last step.
  package func survival(at time: Double) -> Double {
    step(at: time)?.survival ?? 1
  }

  /// How many were at risk just before `time`.
  package func atRisk(at time: Double) -> Int {
    steps.first { $0.time >= time }?.atRisk ?? 0
  }

  /// Events and censorings up to and with `time`, for the table under a plot.
  package func counts(through time: Double) -> (events: Int, censored: Int) {
    steps.prefix { $0.time <= time }.reduce((0, 0)) { ($0.0 + $1.events, $0.1 + $1.censored) }
  }

  /// The latest step that is not after `time`.
  func step(at time: Double) -> Step? {
    let after = steps.partitioningIndex { $0.time > time }
    return after == 0 ? nil : steps[after - 1]
  }
}

extension [SurvivalCurve.Step] {
  /// The first index for which `isAfter` holds, in a row where it holds from some index on.
  fileprivate func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
