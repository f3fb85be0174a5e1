import Clinic
import Foundation

/// A month that a report tells of: `2026-10`.
package struct TEDSMonth: Hashable, Sendable, CustomStringConvertible {
  /// Its first day.
  package let first: Day
  /// The first day after it.
  package let next: Day

  /// The month of a day.
  package init(of day: Day) {
    first = day.adding(days: 1 - day.day)
    let later = first.adding(days: 31)
    next = later.adding(days: 1 - later.day)
  }

  /// Reads `2026-10`, and nothing else.
  package init(_ text: String, field: String? = "month") throws(InvalidValue) {
    guard text.utf8.count == 7, let day = try? Day("\(text)-01") else {
      throw InvalidValue(
        "invalid-month", field: field, problem: "is not a month",
        remedy: "Write it as year-month, e.g. 2026-10.")
    }
    self.init(of: day)
  }

  package var description: String { String(first.description.prefix(7)) }

  /// Refuses a month that has not begun: nothing can be told of it.
  package func check(today: Day) throws(InvalidValue) {
    guard first > today else { return }
    throw InvalidValue(
      "month-ahead", field: "month", problem: "has not begun", remedy: "Give this month or an earlier one.")
  }
}
