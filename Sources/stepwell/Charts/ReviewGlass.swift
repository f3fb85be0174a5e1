import ArgumentParser
import Clinic
import Records
import Service

/// Signs off that somebody broke the glass.
struct ReviewGlass: ClinicCommand {
  static let need = Need.permission(.glassReview)
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Sign off that somebody else opened a closed chart.",
    discussion: """
      Examples:
        stepwell chart review $GLASS --finding justified
        stepwell chart review $GLASS --finding not_justified --note 'spoken with; told the director'
      """)

  @Argument(help: "The identifier that the list of reviews shows.") var glass: BrokenGlass.ID
  @Option(help: "What was found.") var finding: BrokenGlass.Finding
  @Option(help: "What was wrong and what follows; needed when it was not justified.") var note: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.review(glass, finding, note: try note.line("note"), as: desk.caller)
    let found = try await desk.records.run(
      as: desk.caller, Action("broken_glass.read", needs: .glassReview, subject: glass.rawValue),
      BrokenGlasses.find(glass))
    guard let reviewed = found else { throw NotFound("broken glass") }
    try desk.output.show(BrokenGlassRepresentation(reviewed)) { _ in "It is signed off.\n" }
  }
}

extension BrokenGlass.Finding: ExpressibleByArgument {}
