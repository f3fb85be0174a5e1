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
  /// What is special about it, in words of the clinic's own file: accessible, single.
  package var tags: [String]

  package init(
    id: ID, facilityID: Facility.ID, unitID: Unit.ID, label: Line, inUse: Interval, tags: [String] = []
  ) {
    self.id = id
    self.facilityID = facilityID
    self.unitID = unitID
    self.label = label
    self.inUse = inUse
    self.tags = tags
  }
}
