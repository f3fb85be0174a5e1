import Clinic
import Foundation
import Records

/// What is to change about the plan for the end of a stay; what is left out stays as it was.
package struct StepDownPlanRequest: Sendable {
  package let change: StepDownPlan
  package let clearing: Set<StepDownPart>

  package init(_ body: JSONNode) throws {
    let members = try body.members(
      [],
      optional: [
        "expected_end", "basis", "next_stage", "next_level", "destination", "transport", "transport_note",
        "clear",
      ])
    let end = try members.optional("expected_end") { try $0.instant() }
    let basis: StepDownPlan.Basis? = try members.optional("basis") { try $0.word() }
    if basis != nil, end == nil {
      throw InvalidValue(
        "missing-required", field: "expected_end", problem: "is missing beside its basis",
        remedy: "Give the time, or leave the basis out.")
    }
    change = StepDownPlan(
      expectedEnd: end.map { .init(at: $0, basis: basis ?? .clinician) },
      nextStage: try members.optional("next_stage") { try $0.word() },
      nextLevel: try members.optional("next_level", LevelOfCare.init(_:)),
      destination: try members.optional("destination") { try $0.line() },
      transport: try members.optional("transport") { try $0.word() },
      transportNote: try members.optional("transport_note") { try $0.line() })
    clearing = Set(
      try members.optional("clear") { try $0.elements(limit: 10).map { try $0.word() } } ?? [])
  }
}

/// Who is to see to an item of a stay.
package struct StepDownOwnerRequest: Sendable {
  package let item: StepDownItem
  package let handle: Line

  package init(_ body: JSONNode) throws {
    let members = try body.members(["item", "handle"])
    item = try members["item"].word()
    handle = try members["handle"].line()
  }
}

/// Who is asked to take a person over.
package struct HandOffRequest: Sendable {
  /// One of the staff, by short name; otherwise somebody outside, by name.
  package let handle: Line?
  package let name: Line?
  package let place: Line?
  /// Now when nil.
  package let offeredAt: Date?
  package let note: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members([], optional: ["handle", "name", "place", "offered_at", "note"])
    handle = try members.optional("handle") { try $0.line() }
    name = try members.optional("name") { try $0.line() }
    place = try members.optional("place") { try $0.line() }
    offeredAt = try members.optional("offered_at") { try $0.instant() }
    note = try members.optional("note") { try $0.line() }
    guard (handle == nil) != (name == nil) else {
      throw InvalidValue(
        "missing-required", field: "handle", problem: "or a name is needed, one of the two",
        remedy: "Name one of the staff by handle, or somebody outside by name.")
    }
  }
}

/// What was answered to a hand-off.
package struct HandOffAnswerRequest: Sendable {
  package let kind: HandOff.Kind
  /// Now when nil.
  package let at: Date?
  package let note: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["answer"], optional: ["at", "note"])
    kind = try members["answer"].word()
    at = try members.optional("at") { try $0.instant() }
    note = try members.optional("note") { try $0.line() }
  }
}

/// An appointment to be made.
package struct AppointmentRequest: Sendable {
  package let at: Date
  package let place: Line
  package let with: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["at", "place"], optional: ["with"])
    at = try members["at"].instant()
    place = try members["place"].line()
    with = try members.optional("with") { try $0.line() }
  }
}

/// What became of an appointment.
package struct AppointmentOutcomeRequest: Sendable {
  package let state: Appointment.State
  package let reason: Line?

  package init(_ body: JSONNode) throws {
    let members = try body.members(["state"], optional: ["reason"])
    state = try members["state"].word()
    reason = try members.optional("reason") { try $0.line() }
  }
}
