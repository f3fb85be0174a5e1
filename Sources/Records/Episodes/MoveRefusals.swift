import Clinic

/// What the statements of a move raise under the state SW026, in words.
enum MoveRefusals {
  static func meaning(of message: String) -> (any Refusal)? { refusals[message] }

  private static let refusals: [String: any Refusal] = [
    "facility-closed": Conflict(
      "facility-closed", message: "The facility is not open at that time.", field: "facility_id",
      remedy: "Choose a facility that is open then; the list of facilities shows them."),
    "bed-elsewhere": BedElsewhere(),
    "bed-not-in-use": BedNotInUse(),
    "after-death": Conflict(
      "after-death", message: "The patient died before that time.", field: "effective_at",
      remedy: "If the death was recorded by mistake, correct that discharge first."),
    "alive-later": Conflict(
      "alive-later", message: "The patient was in treatment after that time.", field: "discharge_reason",
      remedy: "Correct the time of the death, or the later episode first."),
    "not-everywhere": NotPermitted(
      to: "change the rules of the whole organization",
      remedy: "Ask somebody whose role holds in every facility."),
  ]
}
