import ArgumentParser
import Clinic
import Foundation
import Records
import Reports

/// Reports on a cohort.
struct ReportCohort: Answering {
  static let need = Need.permission(.reportRun)
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report on a cohort: counts, retention, ways out, continuity, outcomes and more.",
    discussion: """
      A report as known at an instant can be run again at any time, with the same figures.

      Examples:
        stepwell cohort report retention_by_stage
        stepwell cohort report --file ours.yaml --known-at 'yesterday 18:00' --json
        stepwell cohort report retention_by_stage --format svg --output curve.svg
        stepwell cohort report service_by_reason --suppress --format html --output for_the_state.html
        stepwell cohort report readmission_30_days --purpose research --format csv
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv, svg, html
  }

  @OptionGroup var definition: DefinitionOptions
  @OptionGroup var moment: MomentOptions
  @Option(help: "How the report is written.") var format: Format?
  @Option(
    help: ArgumentHelp("Write it here instead of the standard output.", valueName: "file"),
    completion: .file())
  var output: String?
  @Flag(
    help:
      "Withhold small counts, and whatever would give one away; always so for those who may not see them."
  )
  var suppress = false
  @OptionGroup var time: TimeLimitOptions
  @OptionGroup var use: PurposeOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ terminal: Output) async throws {
    let definition = try definition.definition()
    try await Desk.use(place, terminal, need: Self.need, purpose: use.purpose) { desk in
      let clock = try await desk.wallClock(clock)
      let report = try await Reports.run(
        definition, asOf: clock.read(moment.asOf, "as_of"), knownAt: clock.read(moment.knownAt, "known_at"),
        within: time.limit, on: desk.records, as: desk.caller)
      let format = format ?? (terminal.isJSON ? .json : .text)
      let seesCells = try await desk.records.seesSmallCounts(as: desk.caller)
      let isReleased = suppress || !seesCells
      func text(_ style: Style) throws -> String {
        try isReleased ? report.released().written(as: format) : report.written(as: format, style)
      }
      guard let file = output else { return try terminal.write(text(terminal.style)) }
      try PrivateFile.write(Data(text(.plain).utf8), to: URL(filePath: file).path)
      terminal.say("Wrote \(file).")
    }
  }
}

extension CohortReport {
  fileprivate func written(as format: ReportCohort.Format, _ style: Style) throws -> String {
    switch format {
    case .text: text(width: Terminal.width, color: style.isColoured)
    case .json: try json() + "\n"
    case .csv: csv()
    case .svg: try plot()
    case .html: html()
    }
  }

  private func plot() throws -> String {
    guard let plot = svg() else {
      throw Complaint(
        .refused, "nothing-to-plot", "The report has nothing to draw.",
        remedy:
          "Use another --format, or a cohort with a measure that is drawn, such as retention, and people in it."
      )
    }
    return plot
  }
}

extension ReleasedReport {
  func written(as format: ReportCohort.Format) throws -> String {
    switch format {
    case .text: text(width: Terminal.width)
    case .json: try json()
    case .csv: csv()
    case .svg: svg()
    case .html: html()
    }
  }
}
