import Clinic
import Foundation
import Records

/// Finds facilities and beds by the names that staff use.
extension Desk {
  /// The facility of this short name or identifier; without one, the only facility there is.
  func facility(_ name: String?, among facilities: [FacilityRecord]) throws -> FacilityRecord {
    guard let name else {
      if facilities.count == 1 { return facilities[0] }
      throw InvalidValue(
        "missing-required", field: "facility", problem: "is missing, and there is more than one",
        remedy: facilities.isEmpty
          ? "Open a facility first: stepwell facility open --help" : "Use one of \(facilities.names).")
    }
    let wanted = name.lowercased()
    if let found = facilities.first(where: { $0.slug == wanted || $0.facility.id.description == wanted }) {
      return found
    }
    throw Complaint(
      .notFound, "not-found", "There is no such facility: \(name).", remedy: "Use one of \(facilities.names)."
    )
  }

  /// The bed of this label, such as `D-01`, `detox/D-01` or `north/detox/D-01`, or of this identifier.
  func bed(_ name: String, in facility: Facility.ID? = nil, at instant: Date? = nil) async throws -> BedRecord
  {
    let beds = try await records.run(
      as: caller, Action("bed.list", needs: .bedRead), Beds.all(facility: facility, at: instant ?? now))
    let parts = name.lowercased().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let found = beds.filter { $0.id.description == name.lowercased() || $0.answers(to: parts) }
    guard let bed = found.first else {
      throw Complaint(
        .notFound, "not-found", "There is no such bed: \(name).",
        remedy: "See what beds there are: stepwell bed list")
    }
    guard found.count == 1 else {
      throw InvalidValue(
        "ambiguous-bed", field: "bed", problem: "is the label of \(found.count) beds", value: name,
        remedy: "Say which: \(found.prefix(4).map(\.path).joined(separator: ", ")).")
    }
    return bed
  }
}

extension BedRecord {
  /// The name that no other bed has.
  var path: String { "\(facility)/\(unit.lowercased())/\(label)" }

  /// Whether the parts, from the last to the first, are the label, the unit or stage, and the facility.
  fileprivate func answers(to parts: [String]) -> Bool {
    guard (1...3).contains(parts.count), parts.last == label.lowercased() else { return false }
    let places = parts.dropLast()
    let own: Set = [unit.lowercased(), stage.rawValue]
    return switch places.count {
    case 0: true
    case 1: places.allSatisfy { own.contains($0) || $0 == facility }
    default: places.first == facility && places.last.map(own.contains) ?? false
    }
  }
}

extension [FacilityRecord] {
  fileprivate var names: String { map(\.slug).sorted().joined(separator: ", ") }
}
