import Clinic
import Postgres

/// How many of a cohort have the same group, length and end: what the statement answers with.
struct Tally: Hashable, Sendable {
  /// The code of the panel; nil when there is one panel, or when the code is missing.
  var panel: String?
  var member: String?
  /// Whole days of the facility; those beyond a horizon may be cut there.
  var days: Int = 0
  /// Nil while still open; where no measure tells reasons apart, one stands for all of its kind.
  var reason: DischargeReason?
  var count: Int
  /// How many people there are in the group, on a row that says only this.
  var people: Int?

  /// What `days` is on the row that says how many people there are in all groups together.
  static let everybody = -1

  var isOpen: Bool { reason == nil }

  init(panel: String? = nil, member: String? = nil, days: Int = 0, reason: DischargeReason?, count: Int) {
    (self.panel, self.member, self.days, self.reason, self.count) = (panel, member, days, reason, count)
  }

  init(_ row: Row) throws {
    panel = try row["panel"]
    member = try row["member"]
    days = Int(try row["days"] as Int32? ?? 0)
    reason = try row["reason"]
    count = Int(try row["tally"] as Int64)
    people = (try row["people"] as Int64?).map { Int($0) }
  }
}
