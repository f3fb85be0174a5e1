/// How many people had the event, and how many were last seen, at one time: a row of a counted table.
///
/// Times may be in any unit, as long as it is the same one. A database counts these per day.
package struct TimeCount: Hashable, Sendable {
  package let time: Double
  package let events: Int
  package let censored: Int

  package init(time: Double, events: Int, censored: Int) {
    self.time = time
    self.events = events
    self.censored = censored
  }
}

/// Input of which no statistics can be made.
package enum InvalidInput: Error, Hashable {
  /// A time that is negative or no number.
  case time
  /// A count that is negative.
  case count
  /// Rows that do not have the same number of causes.
  case causes
}

extension [TimeCount] {
  /// One row for each person, counted; a person is a time and whether the event happened then.
  package init(_ people: [(time: Double, event: Bool)]) {
    self = people.map { TimeCount(time: $0.time, events: $0.event ? 1 : 0, censored: $0.event ? 0 : 1) }
  }

  /// Sorted by time, with one row for each time and none without people.
  func merged() throws(InvalidInput) -> [TimeCount] {
    if contains(where: { !$0.time.isFinite || $0.time < 0 }) { throw .time }
    if contains(where: { $0.events < 0 || $0.censored < 0 }) { throw .count }
    var rows: [TimeCount] = []
    for row in sorted(by: { $0.time < $1.time }) where row.events + row.censored > 0 {
      if let last = rows.last, last.time == row.time {
        rows[rows.count - 1] = TimeCount(
          time: row.time, events: last.events + row.events, censored: last.censored + row.censored)
      } else {
        rows.append(row)
      }
    }
    return rows
  }
}
