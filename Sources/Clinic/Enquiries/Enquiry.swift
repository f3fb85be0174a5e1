import Foundation

/// A request for help before there is a chart; every part but the time may be left out.
package struct Enquiry: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Enquiry>

  package let id: ID
  /// Where the person may go; nil until somebody decides.
  package var facilityID: Facility.ID?
  package var receivedAt: Date
  package var callerName: Line?
  package var relation: Relation?
  /// Whom the call is about, when that is not the caller.
  package var aboutName: Line?
  package var callbackNumber: Line?
  /// When it is safe to call back, in the caller's words.
  package var safeTimes: Line?
  /// What the caller wants, in the caller's words.
  package var wants: Note?
  /// What the call is about, as far as it is told.
  package var substance: Substance?
  package var detailedDrug: DetailedDrug?
  package var consentToCall: Recorded<Bool>
  package internal(set) var state: State
  package var owner: Staff.ID?
  package var nextAction: Line?
  package var nextActionDueAt: Date?

  package init(
    id: ID, facilityID: Facility.ID? = nil, receivedAt: Date, callerName: Line? = nil,
    relation: Relation? = nil, aboutName: Line? = nil,
    callbackNumber: Line? = nil, safeTimes: Line? = nil, wants: Note? = nil,
    substance: Substance? = nil, detailedDrug: DetailedDrug? = nil,
    consentToCall: Recorded<Bool> = .missing(.notCollected), state: State = .open, owner: Staff.ID? = nil,
    nextAction: Line? = nil, nextActionDueAt: Date? = nil
  ) {
    self.id = id
    self.facilityID = facilityID
    self.receivedAt = receivedAt
    self.callerName = callerName
    self.relation = relation
    self.aboutName = aboutName
    self.callbackNumber = callbackNumber
    self.safeTimes = safeTimes
    self.wants = wants
    self.substance = substance
    self.detailedDrug = detailedDrug
    self.consentToCall = consentToCall
    self.state = state
    self.owner = owner
    self.nextAction = nextAction
    self.nextActionDueAt = nextActionDueAt
  }

  /// Who calls, as seen from the person the call is about.
  package enum Relation: String, CaseIterable, Hashable, Sendable, Codable {
    case `self`, family, friend, provider, court, employer, other
  }

  /// Where the request stands; an ended one says with what.
  package enum State: Hashable, Sendable {
    case open
    case converted(to: Patient.ID)
    case lost(LossReason)

    /// The state as a word: open, converted or lost.
    package var name: String {
      switch self {
      case .open: "open"
      case .converted: "converted"
      case .lost: "lost"
      }
    }
  }

  /// Why a request came to nothing.
  package enum LossReason: String, CaseIterable, Hashable, Sendable, Codable {
    case noBed = "no_bed"
    case cost
    case choseElsewhere = "chose_elsewhere"
    case notReady = "not_ready"
    case notSuitable = "not_suitable"
    case unreachable, duplicate, died, other
  }
}
