/// A place to sleep; it is never deleted, only retired.
package struct Bed: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Bed>

  package let id: ID
  package let facilityID: Facility.ID
  package let unitID: Unit.ID
  /// What stands on the door, unique within the unit.
  package var label: Line
  /// From the day it was set up until it was taken away.
  package var inUse: Interval

  package init(id: ID, facilityID: Facility.ID, unitID: Unit.ID, label: Line, inUse: Interval) {
    self.id = id
    self.facilityID = facilityID
    self.unitID = unitID
    self.label = label
    self.inUse = inUse
  }
}

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
