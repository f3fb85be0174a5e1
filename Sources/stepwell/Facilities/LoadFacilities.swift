import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Loads facilities, units and beds from the clinic's file.
struct LoadFacilities: ClinicCommand {
  static let need = Need.permission(.facilityOpen)
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Make the facilities what a file says: their units, beds, tags and rules.",
    discussion: """
      A unit or bed that the file lacks is retired: it keeps its past and is not listed from now on. One with somebody in \
      it, or that is kept for somebody, cannot be; nothing is changed then. A facility that the file does not name is left \
      alone. Begin with what there is: stepwell facility print. Ends with status 65 when the file has a fault, which is \
      named with its line, or when a bed cannot be retired.

      Examples:
        stepwell facility print > facilities.yaml
        stepwell facility load facilities.yaml --preview
        stepwell facility load facilities.yaml
      """)

  @Argument(help: "The file; - is the standard input.") var file: String
  @Flag(help: "Only say what would change.") var preview = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let wanted = try FacilityFile(file: file, yaml: Array(InputFile(file).bytes()))
    let present = try await desk.records.run(
      as: desk.caller, Action("facility.list", needs: .facilityOpen), FacilityLayout.now(at: desk.now))
    let changes = FacilityChange.all(from: present, to: wanted)
    if preview {
      if let obstacles = InvalidValues(try await desk.records.obstacles(to: changes, as: desk.caller)) {
        throw obstacles
      }
    } else if !changes.isEmpty {
      try await desk.records.load(changes, as: desk.caller)
    }
    try desk.output.show(changes.map(FacilityChangeRepresentation.init)) { _ in
      changes.isEmpty
        ? "Nothing changes.\n"
        : changes.map(\.text).joined()
          + (preview ? "Nothing was changed yet.\n" : "The facilities are as the file says.\n")
    }
  }
}

extension FacilityChange {
  fileprivate var text: String {
    let noun =
      switch subject {
      case .facility: "facility"
      case .unit: "unit"
      case .bed: "bed"
      }
    return "\(kind.rawValue) \(noun) \(path.printable)\n" + details.map { "  \($0.printable)\n" }.joined()
  }
}

/// A change for programs.
private struct FacilityChangeRepresentation: Encodable {
  let path: String
  let change: String
  let details: [String]

  init(_ change: FacilityChange) {
    path = change.path
    self.change = change.kind.rawValue
    details = change.details
  }
}
