/// Why a bed is not free.
package enum OccupationKind: String, CaseIterable, Hashable, Sendable, Codable {
  /// Somebody lives in it.
  case stay
  /// It is kept for somebody until a deadline.
  case hold
  /// It is kept for somebody who is on leave.
  case leave
  /// Nobody may have it: it is broken, or being cleaned.
  case blocked
  /// It is kept for somebody who is to arrive, from then until a deadline.
  case planned

  /// What is so of the bed, to be read after its name: "is taken".
  package var words: String {
    switch self {
    case .stay: "is taken"
    case .hold: "is being held"
    case .leave: "is kept for somebody on leave"
    case .blocked: "is blocked"
    case .planned: "is kept for a planned arrival"
    }
  }
}

/// Why a bed is out of use for a while.
package enum BlockCause: String, CaseIterable, Hashable, Sendable, Codable {
  case cleaning, repair, other
}

/// A stretch of time during which a bed is not free.
package struct Occupation: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Occupation>

  package let id: ID
  package let bedID: Bed.ID
  package let kind: OccupationKind
  package let during: Interval
  /// The stay that takes the bed; nil for a block, and for a hold before admission.
  package let stayID: Stay.ID?

  package init(id: ID, bedID: Bed.ID, kind: OccupationKind, during: Interval, stayID: Stay.ID? = nil) {
    self.id = id
    self.bedID = bedID
    self.kind = kind
    self.during = during
    self.stayID = stayID
  }
}
