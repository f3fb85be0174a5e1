import Clinic
import Foundation
import Records

/// An order to be made, or to be looked at first.
package struct MedicationOrderRequest: Sendable {
  package let drug: Line
  package let code: DrugCode?
  package let schedule: ScheduleRequest
  package let unit: DoseUnit
  package let route: MedicationRoute
  /// Now when nil.
  package let starts: Date?
  package let until: Date?
  package let indication: Line?
  package let isControlled: Bool
  package let needsWitness: Bool
  /// The short name of who prescribes; the caller when nil.
  package let prescriber: Line?
  package let orderedAt: Date?
  package let acknowledged: Line?
  package let isPreview: Bool

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["kind", "drug", "unit", "route"],
      optional: [
        "code", "amount", "times", "every_minutes", "minimum_minutes", "maximum_in_24_hours", "taper",
        "starts",
        "until", "indication", "controlled", "witness_needed", "prescriber", "ordered_at", "acknowledged",
        "preview",
      ])
    drug = try members["drug"].line()
    code = try members.optional("code") { try DrugCode($0.text(), field: "code") }
    unit = try members["unit"].word()
    route = try members["route"].word()
    var schedule = ScheduleRequest(
      try members["kind"].word(), amount: try members.optional("amount") { try $0.decimal() })
    schedule.times = try members.optional("times") { list in
      try list.elements(limit: 24).map { try TimeOfDay($0.text(), field: $0.field) }
    }
    schedule.everyMinutes = try members.optional("every_minutes") { try $0.number() }
    schedule.minimumMinutes = try members.optional("minimum_minutes") { try $0.number() }
    schedule.maximumIn24Hours = try members.optional("maximum_in_24_hours") { try $0.decimal() }
    schedule.taper = try members.optional("taper", ScheduleRequest.TaperRequest.init(_:))
    self.schedule = schedule
    starts = try members.optional("starts") { try $0.instant() }
    until = try members.optional("until") { try $0.instant() }
    indication = try members.optional("indication") { try $0.line() }
    isControlled = try members.optional("controlled") { try $0.bool() } ?? false
    needsWitness = try members.optional("witness_needed") { try $0.bool() } ?? false
    prescriber = try members.optional("prescriber") { try $0.line() }
    orderedAt = try members.optional("ordered_at") { try $0.instant() }
    acknowledged = try members.optional("acknowledged") { try $0.line() }
    isPreview = try members.optional("preview") { try $0.bool() } ?? false
  }

  /// The order for an episode at `now`.
  package func order(
    _ id: MedicationOrder.ID, for episode: Episode.ID, prescriber: Staff.ID?, at now: Date
  ) throws(InvalidValue) -> NewMedicationOrder {
    let ordered = orderedAt ?? now
    let (amount, schedule) = try schedule.schedule()
    let terms = MedicationOrder.Terms(
      drug: drug, code: code, amount: amount, unit: unit, route: route, schedule: schedule,
      starts: starts ?? ordered, until: until, indication: indication, isControlled: isControlled,
      needsWitness: needsWitness)
    return NewMedicationOrder(
      id: id, episodeID: episode, terms: terms, orderedAt: ordered, prescriber: prescriber,
      acknowledged: acknowledged)
  }
}

extension ScheduleRequest.TaperRequest {
  init(_ node: JSONNode) throws {
    let members = try node.members(["days"], optional: ["step", "floor", "amounts"])
    self.init(
      days: try members["days"].number(), step: try members.optional("step") { try $0.decimal() },
      floor: try members.optional("floor") { try $0.decimal() },
      amounts: try members.optional("amounts") { try $0.elements(limit: 100).map { try $0.decimal() } })
  }
}

/// Why and when an order stops.
package struct OrderStopRequest: Sendable {
  package let reason: Line
  /// Now when nil.
  package let at: Date?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["reason"], optional: ["at"])
    reason = try members["reason"].line()
    at = try members.optional("at") { try $0.instant() }
  }
}

/// What is written down about a dose.
package struct DoseActRequest: Sendable {
  package let outcome: Dose.Outcome
  package let dueAt: Date?
  /// Now when nil.
  package let at: Date?
  package let amount: Decimal?
  package let cause: DoseCause?
  package let note: Line?
  /// The short name of the second person.
  package let witness: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["outcome"], optional: ["due_at", "at", "amount", "cause", "note", "witness"])
    outcome = try members["outcome"].word()
    dueAt = try members.optional("due_at") { try $0.instant() }
    at = try members.optional("at") { try $0.instant() }
    amount = try members.optional("amount") { try $0.decimal() }
    cause = try members.optional("cause") { try $0.word() }
    note = try members.optional("note") { try $0.line() }
    witness = try members.optional("witness") { try $0.line() }
  }
}

/// Why something on record is wrong.
package struct ReasonRequest: Sendable {
  package let reason: Line

  package init(_ body: JSONNode) throws {
    reason = try body.members(["reason"])["reason"].line()
  }
}

/// An allergy, or that there is none, or that nobody knows.
package struct AllergyRequest: Sendable {
  package let statement: AllergyStatement

  package init(_ body: JSONNode) throws {
    let members = try body.members(["kind"], optional: ["substance", "code", "reaction"])
    let kind: Kind = try members["kind"].word()
    if kind != .allergy, let extra = ["substance", "code", "reaction"].first(where: members.contains) {
      throw InvalidValue(
        "not-of-this-kind", field: extra, problem: "belongs to an allergy", remedy: "Leave it out.")
    }
    switch kind {
    case .noneKnown: statement = .noneKnown
    case .unknown: statement = .unknown
    case .allergy:
      guard let substance = try members.optional("substance", { try $0.line() }) else {
        throw InvalidValue(
          "missing-required", field: "substance", problem: "is missing", remedy: "Say to what the allergy is."
        )
      }
      statement = .allergy(
        substance: substance, code: try members.optional("code") { try DrugCode($0.text(), field: "code") },
        reaction: try members.optional("reaction") { try $0.line() })
    }
  }

  enum Kind: String, Worded {
    case allergy
    case noneKnown = "none_known"
    case unknown
  }
}

/// What came in of a controlled drug, or went otherwise than by a dose.
package struct StockChangeRequest: Sendable {
  package let drug: Line
  package let unit: DoseUnit
  package let kind: StockChange.Kind
  package let amount: Decimal
  package let at: Date?
  package let witness: Line?
  package let note: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["drug", "unit", "kind", "amount"], optional: ["at", "witness", "note"])
    drug = try members["drug"].line()
    unit = try members["unit"].word()
    kind = try members["kind"].word()
    amount = try members["amount"].decimal()
    at = try members.optional("at") { try $0.instant() }
    witness = try members.optional("witness") { try $0.line() }
    note = try members.optional("note") { try $0.line() }
  }
}

/// What two people counted.
package struct StockCountRequest: Sendable {
  package let drug: Line
  package let unit: DoseUnit
  package let counted: Decimal
  package let witness: Line
  package let at: Date?
  package let note: Line?
  package let correction: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      ["drug", "unit", "counted", "witness"], optional: ["at", "note", "correction"])
    drug = try members["drug"].line()
    unit = try members["unit"].word()
    counted = try members["counted"].decimal()
    witness = try members["witness"].line()
    at = try members.optional("at") { try $0.instant() }
    note = try members.optional("note") { try $0.line() }
    correction = try members.optional("correction") { try $0.line() }
  }
}

extension JSONNode {
  /// An exact number, with all the digits that were sent.
  func decimal() throws -> Decimal {
    guard case .number(let digits) = value else { throw wrongType("a number", "Send a number, e.g. 2.5.") }
    guard digits.utf8.count <= 30, let number = Decimal(string: digits), number.isFinite else {
      throw InvalidValue(
        "out-of-range", field: field, problem: "is not a number of at most 30 digits",
        remedy: "Send a number, e.g. 2.5.")
    }
    return number
  }
}
