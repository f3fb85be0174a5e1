import ArgumentParser
import Clinic
import Records

/// Prints the facilities in the form of the file.
struct PrintFacilities: ClinicCommand {
  static let need = Need.permission(.facilityOpen)
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print the facilities with their units and beds, in the form that facility load reads.",
    discussion: """
      Loaded again, it changes nothing.

      Examples:
        stepwell facility print
        stepwell facility print > facilities.yaml
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let layout = try await desk.records.run(
      as: desk.caller, Action("facility.list", needs: .facilityOpen), FacilityLayout.now(at: desk.now))
    try desk.output.show(["yaml": layout.text]) { _ in layout.text }
  }
}
