/// The body that runs the facilities; nothing of one organization is ever seen by another.
package struct Organization: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Organization>

  package let id: ID
  package var name: Line

  package init(id: ID, name: Line) {
    self.id = id
    self.name = name
  }
}

/// One house of the organization, with its own clock.
package struct Facility: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Facility>

  package let id: ID
  /// A short name for commands and files.
  package let slug: String
  package var name: Line
  /// The IANA name of its time zone: `America/New_York`; "day" always means a day there.
  package var timeZone: String
  /// For how many hours at most a bed is held, or kept for an arrival that is late.
  package var longestHoldHours: Int16

  package init(id: ID, slug: String, name: Line, timeZone: String, longestHoldHours: Int16 = 72) {
    self.id = id
    self.slug = slug
    self.name = name
    self.timeZone = timeZone
    self.longestHoldHours = longestHoldHours
  }
}

/// A part of a facility that holds beds.
package struct Unit: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Unit>

  package let id: ID
  package let facilityID: Facility.ID
  package var name: Line
  /// The stage that is lived through here.
  package var stage: Stage
  /// For whom it is kept; nil when it is for everybody.
  package var exclusiveTo: ExclusiveKind?

  package init(
    id: ID, facilityID: Facility.ID, name: Line, stage: Stage, exclusiveTo: ExclusiveKind? = nil
  ) {
    self.id = id
    self.facilityID = facilityID
    self.name = name
    self.stage = stage
    self.exclusiveTo = exclusiveTo
  }
}
