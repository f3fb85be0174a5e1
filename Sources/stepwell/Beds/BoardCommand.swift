import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows the board.
struct BoardCommand: ClinicCommand {
  static let need = Need.permission(.boardRead)
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Show every bed and who is in it, at any instant.",
    discussion: """
      Examples:
        stepwell board
        stepwell board --at '3 days ago' --facility north
        stepwell board --at 'yesterday 20:00' --known-at 'yesterday 20:00'
      """)

  @Option(
    parsing: .unconditional, help: "As it was, is or will be then.", completion: .list(["now", "yesterday"]))
  var at = "now"
  @Option(parsing: .unconditional, help: "As it was known then, before later entries and corrections.")
  var knownAt: String?
  @Option(help: "Only this facility, by short name.") var facility: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let instant = try clock.read(at, "at", facility: facility)
    let knownAt = try clock.read(knownAt, "known_at", facility: facility)
    let places = try await desk.records.run(
      as: desk.caller, Action(.boardRead), list: Board.at(instant, knownAt: knownAt, facility: facility))
    try desk.output.show(BoardRepresentation(places, at: instant, knownAt: knownAt)) { style in
      places.isEmpty
        ? "There are no beds. Open a facility with beds: stepwell facility open --help\n"
        : places.text(style, clock, at: instant)
    }
  }
}

extension [BoardPlace] {
  /// A table for each facility, under a line that counts its beds.
  fileprivate func text(_ style: Style, _ clock: WallClock, at instant: Date) -> String {
    let groups = Dictionary(grouping: self, by: \.bed.facilityID)
    let order = reduce(into: [Facility.ID]()) {
      if $0.last != $1.bed.facilityID { $0.append($1.bed.facilityID) }
    }
    return order.compactMap { facility in
      groups[facility].map { $0.section(style, clock, facility, at: instant) }
    }.joined(separator: "\n")
  }

  private func section(
    _ style: Style, _ clock: WallClock, _ facility: Facility.ID, at instant: Date
  ) -> String {
    let census = Census(self)
    let name =
      clock.facilities.first { $0.facility.id == facility }?.facility.name.rawValue ?? first?.bed.facility
      ?? ""
    let parts = OccupationKind.allCases.compactMap { kind in
      census.occupied[kind].map { "\($0) \(kind.rawValue)" }
    }
    let counts = (["\(census.free) of \(census.beds) free"] + parts).joined(separator: ", ")
    // Widths add up to 80 columns at most.
    var table = Table(
      .text("Bed", limit: 6), .text("Unit", limit: 11), .text("State", limit: 7), .text("Patient", limit: 23),
      .text("Level", limit: 7), .number("Day"), .text("Until", limit: 11))
    for place in self {
      table.add(
        place.bed.label, place.bed.unit, place.bed.occupation?.rawValue ?? "free",
        place.isRestricted
          ? "restricted" : place.patientName ?? (place.patientID == nil ? nil : "name not known"),
        place.level?.code,
        place.stageDay.map { "\($0)" }, place.bed.until.map { clock.brief($0, facility: facility) })
    }
    return style.heading(name) + ", \(clock.show(instant, facility: facility)): \(counts)\n"
      + table.text(style)
  }
}
