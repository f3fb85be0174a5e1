/// The share of people who had each of several exits over time, where one exit rules the others out
/// (Aalen and Johansen).
///
/// At every time the shares of the exits and the share without any add up to 1. Treating the other exits as
/// censored (1 - Kaplan-Meier) overstates each of them.
package struct CumulativeIncidence: Hashable, Sendable {
  /// One for each time at which somebody had an exit or was last seen, in order.
  package let steps: [Step]
  /// How many people there are.
  package let count: Int
  /// How many exits are told apart.
  package let causes: Int

  /// A row of the counted table; `events` has one number for each cause, in the same order throughout.
  package struct Row: Hashable, Sendable {
    package let time: Double
    package let events: [Int]
    package let censored: Int

    package init(time: Double, events: [Int], censored: Int) {
      self.time = time
      self.events = events
      self.censored = censored
    }
  }

  /// The shares from one time on.
  package struct Step: Hashable, Sendable {
    package let time: Double
    /// How many were at risk just before.
    package let atRisk: Int
    package let events: [Int]
    package let censored: Int
    /// The share without any exit just after.
    package let survival: Double
    /// The share that had each exit by now.
    package let incidence: [Double]
  }

  /// The shares of a table that counts people by time and cause; rows may come in any order and more than once.
  ///
  /// Nobody at all gives no steps: every exit then has the share 0.
  package init(_ table: [Row], causes: Int) throws(InvalidInput) {
    if table.contains(where: { $0.events.count != causes }) { throw .causes }
    if table.contains(where: { !$0.time.isFinite || $0.time < 0 }) { throw .time }
    if table.contains(where: { $0.censored < 0 || $0.events.contains { $0 < 0 } }) { throw .count }
    let rows = Dictionary(grouping: table, by: \.time).map { time, rows in
      Row(
        time: time, events: (0..<causes).map { cause in rows.reduce(0) { $0 + $1.events[cause] } },
        censored: rows.reduce(0) { $0 + $1.censored })
    }.filter { $0.people > 0 }.sorted { $0.time < $1.time }
    self.causes = causes
    count = rows.reduce(0) { $0 + $1.people }
    var atRisk = count
    var survival = 1.0
    var incidence = Array(repeating: 0.0, count: causes)
    steps = rows.map { row in
      let events = row.events.reduce(0, +)
      for cause in 0..<causes { incidence[cause] += survival * Double(row.events[cause]) / Double(atRisk) }
      if events > 0 { survival *= Double(atRisk - events) / Double(atRisk) }
      let step = Step(
        time: row.time, atRisk: atRisk, events: row.events, censored: row.censored, survival: survival,
        incidence: incidence)
      atRisk -= row.people
      return step
    }
  }

  /// How many were at risk just before `time`.
  package func atRisk(at time: Double) -> Int {
    steps.first { $0.time >= time }?.atRisk ?? 0
  }

  /// The share that had the exit `cause` by `time`, with it.
  package func incidence(of cause: Int, at time: Double) -> Double {
    steps.last { $0.time <= time }?.incidence[cause] ?? 0
  }
}

extension CumulativeIncidence.Row {
  fileprivate var people: Int { events.reduce(censored, +) }
}
