import Clinic
import Foundation
import Records

extension [BoardPlace] {
  /// For each facility a line that counts its beds, and a table for each unit; 80 columns at most.
  func board(_ style: Style, _ clock: WallClock, at instant: Date) -> String {
    grouped(by: \.bed.facilityID).map { places in
      let bed = places[0].bed
      let name = clock.facilities.first { $0.facility.id == bed.facilityID }?.facility.name.rawValue
      let head =
        style.heading((name ?? bed.facility).printable)
        + ", \(clock.show(instant, facility: bed.facilityID))\n"
        + Census(places).text.wrapped(to: 80) + "\n"
      return head
        + places.grouped(by: \.bed.unitID).map { "\n" + $0.unit(style, clock) }.joined()
    }.joined(separator: "\n")
  }

  private func unit(_ style: Style, _ clock: WallClock) -> String {
    let bed = self[0].bed
    let kind = bed.exclusiveTo.map { ", \($0.rawValue)" } ?? ""
    let head = "\(bed.unit.printable) (\(bed.stage.rawValue)\(kind)): \(Census(self).text)"
    // Widths add up to 80 columns at most.
    var table = Table(
      .text("Bed", limit: 8), .text("State", limit: 8), .text("Patient", limit: 20), .text("Level", limit: 7),
      .number("Day"), .text("Until", limit: 11), .text("Note", limit: 11))
    for place in self {
      table.add(
        place.bed.label, place.bed.occupation?.rawValue ?? "free", place.who, place.level?.code,
        place.stageDay.map { "\($0)" },
        (place.expectedEnd ?? place.bed.until).map { clock.brief($0, facility: place.bed.facilityID) },
        place.note)
    }
    return head.wrapped(to: 80) + "\n" + table.text(style)
  }

  private func grouped<Key: Equatable>(by key: (BoardPlace) -> Key) -> [[BoardPlace]] {
    reduce(into: []) { groups, place in
      if let last = groups.last?.first, key(last) == key(place) {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
  }
}

extension BoardPlace {
  fileprivate var who: String? {
    if isRestricted { return "restricted" }
    if let patientName { return patientName }
    if patientID != nil { return "name not known" }
    return enquiryID == nil ? nil : "caller"
  }

  /// What the state does not say already.
  fileprivate var note: String {
    flags.compactMap { flag in
      switch flag {
      case .holdExpiring: "expiring"
      case .unitKind: "unit kind"
      case .unitStage: "unit stage"
      case .arrival: bed.occupation == .planned ? nil : "arrival"
      case .blocked: cause?.rawValue
      case .onLeave: nil
      }
    }.joined(separator: " ")
  }
}

extension Census {
  /// "2 of 8 free, 5 stay, 1 hold".
  fileprivate var text: String {
    let parts = OccupationKind.allCases.compactMap { kind in occupied[kind].map { "\($0) \(kind.rawValue)" } }
    return (["\(free) of \(beds) free"] + parts).joined(separator: ", ")
  }
}
