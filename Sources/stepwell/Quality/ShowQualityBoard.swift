import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records
import Service

/// Shows how many items there are, by facility and member of staff.
struct ShowQualityBoard: ClinicCommand {
  static let need = Need.permission(.qualityRead)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Count what is missing, late, contradictory or idle, by facility and staff.",
    discussion: """
      Staff are those who wrote down what a figure is about. The list behind a figure: stepwell quality list.

      Examples:
        stepwell quality board
        stepwell quality board --facility north --days 30 --late-after 1 --json
      """)

  @OptionGroup var options: QualityOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let facilities = try await desk.facilities()
    let scope = try options.scope(at: desk, facilities)
    let counts = try await desk.records.run(
      as: desk.caller, Action("quality.board", needs: .qualityRead), Quality.board(of: scope, at: desk.now),
      on: .reporting)
    try desk.output.show(QualityBoardRepresentation(counts, scope)) { style in
      var table = Table(
        .text("Facility", limit: 20), .text("Written by", limit: 20), .number("Missing"), .number("Late"),
        .number("Contradictory"), .number("Idle"))
      func add(_ facility: String, _ staff: String, _ count: (QualityPurpose) -> Int64) {
        table.add(
          facility, staff, count(.missing).formatted(), count(.late).formatted(),
          count(.contradictory).formatted(), count(.idle).formatted())
      }
      for one in counts {
        let slug = facilities.first { $0.facility.id == one.facilityID }?.slug ?? ""
        add(slug, one.staff ?? "nobody known") { one[$0] }
      }
      add("all", "") { purpose in counts.reduce(0) { $0 + $1[purpose] } }
      return counts.isEmpty ? "Nothing is missing, late, contradictory or idle.\n" : table.text(style)
    }
  }
}
