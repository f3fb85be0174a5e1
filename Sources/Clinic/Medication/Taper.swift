import Foundation

/// Doses that grow smaller step by step, and end.
package struct Taper: Hashable, Sendable {
  /// The amount of one dose in each step.
  package let amounts: [Decimal]
  /// How many days a step lasts.
  package let days: Int

  package static let longest = 366
  private static let mostSteps = 100

  /// Takes the amounts as the clinic chose them; they never rise.
  package init(amounts: [Decimal], days: Int) throws(InvalidValue) {
    guard (1...30).contains(days) else {
      throw InvalidValue(
        "out-of-range", field: "taper_days", problem: "is not from 1 to 30",
        remedy: "Say how many days each step lasts.")
    }
    guard (1...Self.mostSteps).contains(amounts.count), amounts.count * days <= Self.longest else {
      throw InvalidValue(
        "taper-too-long", field: "amounts",
        problem: "has no step, more than \(Self.mostSteps), or lasts longer than \(Self.longest) days",
        remedy: "Take larger steps, or a higher floor.")
    }
    for amount in amounts { try amount.checkAmount(field: "amounts") }
    guard zip(amounts, amounts.dropFirst()).allSatisfy({ $0 >= $1 }) else {
      throw InvalidValue(
        "taper-rises", field: "amounts", problem: "rises from one step to the next",
        remedy: "Give amounts that stay or fall; what rises is an order of its own.")
    }
    self.amounts = amounts
    self.days = days
  }

  /// Goes down from `start` by `step` every so many days; the last step is `floor`, and with a floor of 0 nothing.
  ///
  /// Throws `InvalidValue` when it would never end.
  package init(from start: Decimal, by step: Decimal, to floor: Decimal, days: Int) throws(InvalidValue) {
    try start.checkAmount(field: "amount")
    guard step > 0 else {
      throw InvalidValue(
        "taper-never-ends", field: "step", problem: "is not above 0, so that the taper would never end",
        remedy: "Give the amount by which each step is smaller than the one before.")
    }
    try step.checkAmount(field: "step")
    guard floor >= 0, floor < start else {
      throw InvalidValue(
        "taper-never-ends", field: "floor", problem: "is not from 0 to below the first amount",
        remedy: "Give the smallest amount that is given, or 0.")
    }
    if floor > 0 { try floor.checkAmount(field: "floor") }
    var amounts: [Decimal] = []
    var amount = start
    while amount > floor, amounts.count <= Self.mostSteps {
      amounts.append(amount)
      amount -= step
    }
    if floor > 0 { amounts.append(floor) }
    try self.init(amounts: amounts, days: days)
  }

  /// The amount of a dose so many days after the first day; nil once the taper has ended.
  package func amount(onDay day: Int) -> Decimal? {
    let step = day / days
    return day >= 0 && amounts.indices.contains(step) ? amounts[step] : nil
  }

  /// When the taper that begins at `start` has ended, by the clocks of `zone`.
  package func end(from start: Date, in zone: TimeZone) -> Date {
    Day(of: start, in: zone).adding(days: amounts.count * days).start(in: zone)
  }

  /// Its steps with the days on which they are given.
  package func steps(from first: Day) -> [Step] {
    amounts.enumerated().map { index, amount in
      Step(
        amount: amount, firstDay: first.adding(days: index * days),
        lastDay: first.adding(days: (index + 1) * days - 1))
    }
  }

  /// One step of a taper.
  package struct Step: Hashable, Sendable {
    package let amount: Decimal
    package let firstDay: Day
    package let lastDay: Day
  }
}

extension Decimal {
  /// Refuses what is no amount of a medicine: 0, less, more than 99,999,999, or finer than 0.0001.
  package func checkAmount(field: String) throws(InvalidValue) {
    var (value, rounded) = (self, Decimal())
    NSDecimalRound(&rounded, &value, 4, .plain)
    guard isFinite, self > 0, self <= 99_999_999, rounded == self else {
      throw InvalidValue(
        "invalid-amount", field: field,
        problem: "is not an amount above 0, up to 99999999, of at most four decimals",
        remedy: "Give the amount in the unit of the order, e.g. 2.5.")
    }
  }
}
