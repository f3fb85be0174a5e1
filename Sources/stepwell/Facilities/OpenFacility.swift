import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Opens a facility with its units and beds.
struct OpenFacility: ClinicCommand {
  static let need = Need.permission(.facilityOpen)
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open a facility with its units and beds.",
    discussion: """
      Each --beds makes a unit named after the stage; its beds are labelled D-01, R-01, A-01 and on.

      Examples:
        stepwell facility open north --name 'North House' --zone America/New_York --beds detox=6 --beds residential=12
        stepwell facility open south --zone UTC --beds detox=4
      """)

  @Argument(help: "A short name for commands and files: small letters, digits and -.") var slug: String
  @Option(help: "The name for people; by default the short name.") var name: String?
  @Option(help: "Its time zone, such as America/New_York.") var zone: String
  @Option(help: ArgumentHelp("A unit and how many beds it has.", valueName: "stage=count")) var beds:
    [UnitSize] = []
  @Option(
    parsing: .unconditional,
    help: "When its beds came into use; the default lets stays of the past year be entered.")
  var since = "52 weeks ago"
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard slug.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
      throw ValidationError("The short name has small letters, digits and -, at most 40.")
    }
    guard TimeZone(identifier: zone) != nil else {
      throw ValidationError("'\(zone)' is not a time zone. Write it like America/New_York or UTC.")
    }
    guard Set(beds.map(\.stage)).count == beds.count else {
      throw ValidationError("Name each stage once in --beds.")
    }
  }

  func run(at desk: Desk) async throws {
    if try await desk.facilities().contains(where: { $0.slug == slug }) {
      throw Conflict(
        "facility-exists", message: "There is a facility called \(slug) already.", field: "slug",
        remedy: "Choose another short name; stepwell facility list shows those in use.")
    }
    let wall = TimeZone(identifier: zone) ?? .gmt
    let since = try TimeExpression(text: since, field: "since").date(now: desk.now) { wall }
    let facility = Facility(
      id: desk.new(), slug: slug, name: try Line(name ?? slug.capitalized, field: "name"), timeZone: zone)
    try await desk.records.open(
      facility, units: try beds.map { try $0.unit(of: facility, since: since, desk) }, as: desk.caller)
    let count = beds.map(\.count).reduce(0, +)
    guard let opened = try await desk.facilities().first(where: { $0.slug == slug }) else {
      throw NotFound("facility")
    }
    try desk.output.show(FacilityRepresentation(opened)) { _ in
      "Opened \(facility.name) as \(slug) with \(count) \(count == 1 ? "bed" : "beds").\n"
    }
  }
}

/// A unit by its stage and how many beds it has: `detox=6`.
struct UnitSize: ExpressibleByArgument {
  let stage: Stage
  let count: Int

  init?(argument: String) {
    let sides = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard sides.count == 2, let stage = Stage(rawValue: sides[0]), let count = Int(sides[1]),
      (1...500).contains(count)
    else { return nil }
    (self.stage, self.count) = (stage, count)
  }

  fileprivate func unit(
    of facility: Facility, since: Date, _ desk: Desk
  ) throws -> (unit: Clinic.Unit, beds: [Bed]) {
    let unit = Clinic.Unit(
      id: desk.new(), facilityID: facility.id, name: try Line(stage.rawValue.capitalized), stage: stage)
    let inUse = try Interval(start: since)
    let beds = try (1...count).map { number in
      let label = "\(stage.rawValue.prefix(1).uppercased())-\(number < 10 ? "0" : "")\(number)"
      return Bed(
        id: desk.new(), facilityID: facility.id, unitID: unit.id, label: try Line(label), inUse: inUse)
    }
    return (unit, beds)
  }
}
