import Clinic
import Foundation
import Postgres

/// Which lines a list of what is due has.
package struct DueFilter: Sendable, Hashable {
  package var facility: Facility.ID?
  package var unit: Clinic.Unit.ID?
  /// Due up to then; what is late is due.
  package var until: Date
  /// Also what changed from then on, and what was raised; nil for what is due alone.
  package var since: Date?
  /// At most so many lines, the most pressing ones.
  package var limit: Int32
  /// Only what stands after this place; nil from the first on.
  package var after: DuePlace?

  package init(
    facility: Facility.ID? = nil, unit: Clinic.Unit.ID? = nil, until: Date, since: Date? = nil,
    limit: Int32 = 50, after: DuePlace? = nil
  ) {
    self.facility = facility
    self.unit = unit
    self.until = until
    self.since = since
    self.limit = limit
    self.after = after
  }
}

/// A place in the list of what is due, at which a page ends.
package struct DuePlace: Sendable, Hashable {
  let due: Date?
  let monitoringID: MonitoringRecord.ID
  let check: String

  package init(_ line: DueLine) {
    due = line.dueAt
    monitoringID = line.monitoringID
    check = line.check
  }

  /// The place as a word; it holds a time, an identifier and the name of a check, nothing about anybody.
  package var cursor: String {
    let time = due.map { String(Int64(($0.timeIntervalSince1970 * 1_000_000).rounded()), radix: 36) } ?? ""
    return "\(monitoringID).\(check).\(time)"
  }

  /// Reads a word that `cursor` gave; throws what it is otherwise.
  package init(cursor: String) throws(InvalidValue) {
    let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
    let time = parts.last.flatMap { Int64($0, radix: 36) }
    guard parts.count == 3, parts[0].utf8.count == 36, let id = MonitoringRecord.ID(String(parts[0])),
      (1...40).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }),
      parts[2].isEmpty || time != nil, (-10_000_000_000_000_000...10_000_000_000_000_000).contains(time ?? 0)
    else {
      throw InvalidValue(
        "invalid-cursor", field: "after", problem: "is not a place in the list",
        remedy: "Use what the page before says of the next.")
    }
    due = time.map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
    monitoringID = id
    check = String(parts[1])
  }
}

/// A line as it is found, with what is to be said of the list as a whole.
package struct DueListRow: Sendable {
  let line: DueLine
  let counts: DuePage.Counts
  /// How many lines there are from the place asked for on.
  let still: Int64

  init(row: Row) throws {
    line = try DueLine(row: row)
    counts = DuePage.Counts(
      late: try row["late"], due: try row["due"], raised: try row["raised"], changed: try row["changed"])
    still = try row["still"]
  }
}

/// A page of the list of what is due.
package struct DuePage: Sendable, Hashable {
  package let lines: [DueLine]
  /// Of the whole list, whatever stands on the page.
  package let counts: Counts
  /// How many lines stand after the page.
  package let left: Int

  /// How many lines of each kind there are; one may be of several kinds.
  package struct Counts: Sendable, Hashable {
    /// Those whose grace is over.
    package var late: Int64 = 0
    /// Those that are due up to the end of the time asked for, and not late.
    package var due: Int64 = 0
    /// Those that somebody has to be told of.
    package var raised: Int64 = 0
    /// Those that are watched more or less often than before.
    package var changed: Int64 = 0
  }

  package init(_ rows: [DueListRow]) {
    lines = rows.map(\.line)
    counts = rows.first?.counts ?? Counts()
    left = max(0, Int(rows.first?.still ?? 0) - rows.count)
  }

  /// Where the next page begins; nil when this is the last.
  package var next: DuePlace? { left > 0 ? lines.last.map(DuePlace.init) : nil }
}
