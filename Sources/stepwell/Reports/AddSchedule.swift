import ArgumentParser
import Clinic
import Records
import Reports
import Service

/// Sets up a report that is made again and again.
struct AddSchedule: ClinicCommand {
  static let need = Need.permission(.reportSchedule)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Have a report made every day, week or month.",
    discussion: """
      It acts for you, by a token that may run reports and nothing else, for a year. What was missed while the service \
      did not run is caught up once.

      Examples:
        stepwell report schedule add retention_by_stage --every day --at 06:00 --folder daily --format csv --format html
        stepwell report schedule add --file ours.yaml --every month --on 1 --at 07:15 --facility north --folder ours
      """)

  @OptionGroup var definition: DefinitionOptions
  @Option(help: "How often: day, week or month.") var every: Rhythm.Every
  @Option(help: "The day of the week, Monday is 1, or of the month.") var on: Int?
  @Option(help: ArgumentHelp("At what time of the facility's clocks.", valueName: "HH:MM")) var at: String
  @Option(help: "Whose clocks these are, by short name.") var facility: String?
  @Option(help: "Into which folder: a name, under the service's --report-root.") var folder: String
  @Option(help: "In which forms; csv when none is named.") var format: [ReportSchedule.Form] = []
  @Option(help: "How many outputs are kept.") var keep = 12
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  private func rhythm() -> Rhythm? { try? Rhythm(every: every, day: on, at: at) }

  func validate() throws {
    guard rhythm() != nil else {
      throw ValidationError(
        "Give --at as HH:MM, and --on as 1 to 7 with --every week, as 1 to 31 with --every month, not with --every day."
      )
    }
  }

  func run(at desk: Desk) async throws {
    guard let rhythm = rhythm() else { throw ExitStatus.usage.code }
    let (text, file) = try definition.text()
    let facilities = try await desk.records.run(
      as: desk.caller, Action("facility.list", needs: nil), Facilities.all)
    let schedule = try NewReportSchedule(
      id: desk.new(), text: text, file: file, rhythm: rhythm,
      facilityID: try desk.facility(facility, among: facilities).facility.id, forms: format, folder: folder,
      keep: keep)
    let made = try await desk.records.addSchedule(schedule, as: desk.caller)
    try desk.output.show(ReportScheduleRepresentation(made)) { [made].table.text($0) }
  }
}

extension Rhythm.Every: ExpressibleByArgument {}
extension ReportSchedule.Form: ExpressibleByArgument {}
