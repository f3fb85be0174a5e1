import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Searches the audit trail.
struct SearchAudit: ClinicCommand {
  static let need = Need.permission(.auditSearch)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search the audit trail, the newest first.",
    discussion: """
      The search itself stands in the trail. Says where it reaches into months that are in the archive. Ends with \
      status 66 when nothing is found.

      Examples:
        stepwell audit search --staff ada --from yesterday
        stepwell audit search --outcome denied --from '7 days ago'
        stepwell audit search --strangers --from yesterday
        stepwell audit search --patient MRN-000123 --action 'patient.*' --limit 1000 --json
      """)

  @Option(help: "What the member of staff of this short name did.") var staff: String?
  @Option(help: "A patient: the identifier, or the number of the record.") var patient: String?
  @Option(help: "The name of an action, or the beginning of names with a star.") var action: String?
  @Option(help: "How it ended.") var outcome: TrailEvent.Outcome?
  @Flag(help: "What was denied to people without a session; only where there is one organization.")
  var strangers = false
  @OptionGroup var period: TrailPeriod
  @Option(help: "How many at most.") var limit = 50
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 100000.") }
    if let action, !TrailSearch.isActionName(action) {
      throw ValidationError("--action is a name such as patient.read, or a beginning such as 'patient.*'.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    var search = TrailSearch()
    search.from = try clock.read(period.from, "from")
    search.to = try clock.read(period.to, "to")
    if let staff { search.staff = try await desk.staff(named: staff) }
    if let patient { search.patient = try await desk.patient(named: patient) }
    (search.action, search.outcome, search.strangers) = (action, outcome, strangers)
    let (found, archived) = try await pages(of: search, at: desk)
    desk.output.noteArchive(archived)
    try desk.output.show(found.map(TrailEventRepresentation.init)) { style in
      found.isEmpty ? "Nothing like that is in the trail.\n" : found.table(clock).text(style)
    }
    if found.isEmpty { throw ExitStatus.notFound.code }
  }

  /// A thousand rows at a time.
  private func pages(of search: TrailSearch, at desk: Desk) async throws -> ([TrailEvent], TrailMonth?) {
    var (found, archived): ([TrailEvent], TrailMonth?) = ([], nil)
    while found.count < limit {
      let size = min(limit - found.count, 1_000)
      let place = found.last.map { TrailSearch.Place(at: $0.at, transaction: $0.transaction) }
      let (page, month) = try await desk.records.search(
        search, limit: size, after: place, as: desk.caller)
      (found, archived) = (found + page, month)
      if page.count < size { break }
    }
    return (found, archived)
  }
}

extension TrailEvent.Outcome: ExpressibleByArgument {}

extension [TrailEvent] {
  fileprivate func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("When"), .text("Staff", limit: 20), .text("Action", limit: 24), .text("Outcome"), .text("Source"),
      .text("Patient", limit: 40))
    for event in self {
      let more = event.patients.count > 1 ? " +\(event.patients.count - 1)" : ""
      table.add(
        clock.show(event.at), event.handle ?? "a stranger", event.action, event.outcome.rawValue,
        event.source, event.patients.first.map { "\($0)\(more)" })
    }
    return table
  }
}
