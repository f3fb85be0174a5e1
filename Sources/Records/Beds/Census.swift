import Clinic

/// How many beds stand how, counted from the places themselves, so that the parts always add up to the beds.
package struct Census: Sendable, Hashable {
  package let beds: Int
  package let free: Int
  package let occupied: [OccupationKind: Int]

  package init(_ places: some Collection<BoardPlace>) {
    beds = places.count
    free = places.count { $0.bed.occupation == nil }
    occupied = Dictionary(grouping: places.compactMap(\.bed.occupation), by: \.self).mapValues(\.count)
  }
}

/// The census of one unit.
package struct UnitCensus: Sendable, Hashable {
  package let unitID: Clinic.Unit.ID
  package let unit: String
  package let stage: Stage
  package let exclusiveTo: ExclusiveKind?
  package let facilityID: Facility.ID
  package let facility: String
  package let census: Census

  /// One for each unit, in the order of the places.
  package static func all(_ places: [BoardPlace]) -> [UnitCensus] {
    let groups = Dictionary(grouping: places, by: \.bed.unitID)
    var seen: Set<Clinic.Unit.ID> = []
    return places.compactMap { place in
      guard seen.insert(place.bed.unitID).inserted else { return nil }
      let bed = place.bed
      return UnitCensus(
        unitID: bed.unitID, unit: bed.unit, stage: bed.stage, exclusiveTo: bed.exclusiveTo,
        facilityID: bed.facilityID, facility: bed.facility, census: Census(groups[bed.unitID] ?? []))
    }
  }
}
