import Clinic
import Postgres

/// How many rows of a part of the report are in the same group with the same value: what the statement answers with.
struct Tally: Hashable, Sendable {
  /// Which rows: those of the cohort itself, or of a part of a measure.
  var part = Tally.cohort
  /// The code of the panel; nil when there is one panel, or when the code is missing.
  var panel: String?
  var member: String?
  /// What the part counts by; in the cohort itself whole days of the facility, which may be cut beyond a horizon.
  var value = 0
  /// What the part counts by, too; in the cohort the reason of ending, nil while still open.
  var code: Int?
  var count: Int

  /// The part of the rows themselves.
  static let cohort = "cohort"
  /// The part that counts the people of each group, where rows are not people.
  static let people = "people"
  /// The part that counts the people of all groups together, where there are several.
  static let everybody = "everybody"

  var days: Int { value }
  /// Where no measure tells reasons apart, one stands for all of its kind.
  var reason: DischargeReason? { code.flatMap { DischargeReason(rawValue: Int16($0)) } }
  var isOpen: Bool { code == nil }

  init(panel: String? = nil, member: String? = nil, days: Int = 0, reason: DischargeReason?, count: Int) {
    (self.panel, self.member, self.count) = (panel, member, count)
    (value, code) = (days, reason.map { Int($0.rawValue) })
  }

  init(
    _ part: String, panel: String? = nil, member: String? = nil, value: Int = 0, code: Int? = 0, count: Int
  ) {
    (self.part, self.panel, self.member) = (part, panel, member)
    (self.value, self.code, self.count) = (value, code, count)
  }

  init(_ row: Row) throws {
    part = try row["part"]
    panel = try row["panel"]
    member = try row["member"]
    value = Int(try row["value"] as Int32)
    code = (try row["code"] as Int32?).map { Int($0) }
    count = Int(try row["tally"] as Int64)
  }
}
