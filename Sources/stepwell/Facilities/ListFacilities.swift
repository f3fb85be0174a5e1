import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Lists the facilities.
struct ListFacilities: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the facilities with their short names and time zones.",
    discussion: """
      Examples:
        stepwell facility list
        stepwell facility list --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let facilities = try await desk.facilities()
    try desk.output.show(facilities.map(FacilityRepresentation.init)) { style in
      var table = Table(.text("Short name"), .text("Name", limit: 30), .text("Time zone"))
      for one in facilities { table.add(one.slug, one.facility.name.rawValue, one.facility.timeZone) }
      return facilities.isEmpty
        ? "No facility is open. Open one: stepwell facility open --help\n" : table.text(style)
    }
  }
}
