/// What must be settled before somebody goes on to the next stage.
package enum StepDownItem: String, CaseIterable, Hashable, Sendable, Codable {
  case expectedEnd = "expected_end"
  /// The level of care that comes next, assessed anew.
  case assessment
  /// A bed that is held; for aftercare the appointment is the place.
  case nextPlace = "next_place"
  /// The payer's word on the next level of care.
  case authorization
  /// Somebody with a name who takes the person over.
  case handOff = "hand_off"
  /// When somebody sees the person after the stay.
  case appointment
  case transport

  /// As people say it: "next bed".
  package var words: String {
    switch self {
    case .expectedEnd: "expected end"
    case .assessment: "assessment"
    case .nextPlace: "next place"
    case .authorization: "authorization"
    case .handOff: "hand-off"
    case .appointment: "appointment"
    case .transport: "transport"
    }
  }
}
