import Foundation

/// A time at which somebody is to be seen after a stay.
package struct Appointment: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Appointment>

  package let id: ID
  package let episodeID: Episode.ID
  package let at: Date
  package let place: Line
  /// With whom, when that is known.
  package let with: Line?
  package let state: State

  package init(
    id: ID, episodeID: Episode.ID, at: Date, place: Line, with: Line? = nil, state: State = .planned
  ) {
    self.id = id
    self.episodeID = episodeID
    self.at = at
    self.place = place
    self.with = with
    self.state = state
  }

  /// What became of it.
  package enum State: String, CaseIterable, Hashable, Sendable, Codable {
    case planned, kept, missed, cancelled
    case enteredInError = "entered_in_error"
  }
}
