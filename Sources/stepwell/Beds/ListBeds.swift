import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists the beds.
struct ListBeds: ClinicCommand {
  static let need = Need.permission(.bedRead)
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the beds and what stands in each.",
    discussion: """
      Examples:
        stepwell bed list --free --stage detox
        stepwell bed list --free --tag accessible --for women
        stepwell bed list --facility north --at 'tomorrow 12:00'
      """)

  @Option(help: "Only this facility, by short name.") var facility: String?
  @Option(help: "Only beds of this stage.") var stage: Stage?
  @Option(help: "Only beds with this tag; several may be given.") var tag: [String] = []
  @Option(help: "Only beds of units that take them.") var `for`: ExclusiveKind?
  @Flag(help: "Only beds that are free.") var free = false
  @Option(parsing: .unconditional, help: "As it is, was or will be then.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let all = try await desk.records.run(
      as: desk.caller, Action("bed.list", needs: .bedRead),
      Beds.all(facility: facility, at: try clock.read(at, "at", facility: facility)))
    let known = Set(all.flatMap(\.tags))
    if let unknown = tag.first(where: { !known.contains($0) }) {
      throw InvalidValue(
        "unknown-tag", field: "tag", problem: "is the tag of no bed", value: unknown,
        remedy: known.isEmpty
          ? "Tag beds in the facility's file: stepwell facility print."
          : "Use one of \(known.sorted().listing).")
    }
    let beds = all.filter { bed in
      (stage == nil || bed.stage == stage) && (!free || bed.occupation == nil)
        && tag.allSatisfy(bed.tags.contains)
        && (`for` == nil || bed.exclusiveTo == nil || bed.exclusiveTo == `for`)
    }
    try desk.output.show(beds.map(BedRepresentation.init)) { style in
      beds.isEmpty ? "There is no such bed.\n" : beds.table(clock).text(style)
    }
  }
}

extension [BedRecord] {
  fileprivate func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("Bed"), .text("Stage"), .text("For"), .text("Tags", limit: 30), .text("State"), .text("Until"))
    for bed in self {
      table.add(
        bed.path, bed.stage.rawValue, bed.exclusiveTo?.rawValue, bed.tags.joined(separator: " "),
        bed.occupation?.rawValue ?? "free",
        clock.show(ifAny: bed.until, facility: bed.facilityID))
    }
    return table
  }
}
