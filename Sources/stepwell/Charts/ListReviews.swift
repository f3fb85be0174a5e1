import ArgumentParser
import Clinic
import Records
import Service

/// Lists closed charts that were opened.
struct ListReviews: ClinicCommand {
  static let need = Need.permission(.glassReview)
  static let configuration = CommandConfiguration(
    commandName: "reviews",
    abstract: "List closed charts that were opened and that nobody has looked at yet.",
    discussion: """
      Examples:
        stepwell chart reviews
        stepwell chart reviews --all --json
      """)

  @Flag(help: "Also what was looked at.") var all = false
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let found = try await desk.records.run(
      as: desk.caller, Action("broken_glass.list", needs: .glassReview),
      list: BrokenGlasses.list(isReviewed: all ? nil : false))
    try desk.output.show(found.map(BrokenGlassRepresentation.init)) { style in
      var table = Table(
        .text("When"), .text("Who", limit: 20), .text("Why", limit: 40), .text("Found"), .text("Glass"))
      for glass in found {
        table.add(
          clock.show(glass.at), glass.staffName, glass.reason, glass.review?.finding.rawValue,
          glass.id.description)
      }
      return found.isEmpty ? "There is nothing to review.\n" : table.text(style)
    }
  }
}
