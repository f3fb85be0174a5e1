import ArgumentParser
import Clinic
import Foundation
import Records

/// Of whom what is due is listed.
struct DueOptions: ParsableArguments {
  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "Only people in a bed of this unit, by its name or stage.") var unit: String?
  @Option(help: "What is due within so many hours.") var within = 4
  @Option(help: "At most so many lines, the most pressing ones.") var limit: Int32 = 100

  @Option(help: "Only what stands after this place, as the list before gives it.") var after: String?

  func validate() throws {
    guard (1...168).contains(within) else { throw ValidationError("--within goes from 1 to 168.") }
    guard (1...1_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 1000.") }
  }

  /// What is asked for, with the unit found by its name.
  func filter(since: Date?, _ clock: WallClock, at desk: Desk) async throws -> DueFilter {
    let home = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    return DueFilter(
      facility: home, unit: try await unitID(in: home, at: desk),
      until: desk.now.addingTimeInterval(Double(within) * 3_600), since: since, limit: limit,
      after: try after.map { text throws(InvalidValue) in try DuePlace(cursor: text) })
  }

  private func unitID(in facility: Facility.ID?, at desk: Desk) async throws -> Clinic.Unit.ID? {
    guard let wanted = unit?.lowercased() else { return nil }
    let units = try await desk.records.run(as: desk.caller, Action("unit.list", needs: nil), Units.all)
      .filter { facility == nil || $0.facilityID == facility }
    let found = units.filter { $0.name.lowercased() == wanted }
    let fitting = found.isEmpty ? units.filter { $0.stage.rawValue == wanted } : found
    guard let one = fitting.first else {
      throw Complaint(
        .notFound, "not-found", "There is no such unit: \(wanted).",
        remedy: "Use one of \(Set(units.map(\.name)).sorted().listing).")
    }
    guard fitting.count == 1 else {
      throw InvalidValue(
        "ambiguous-unit", field: "unit", problem: "is the name of \(fitting.count) units", value: wanted,
        remedy: "Add --facility.")
    }
    return one.id
  }
}
