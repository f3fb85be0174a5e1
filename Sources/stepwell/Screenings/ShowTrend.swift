import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Shows the scores of a person over time.
struct ShowTrend: ClinicCommand {
  static let need = Need.permission(.screeningRead)
  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Show the scores of a person over the stages of treatment, and whether they changed.",
    discussion: """
      A change counts as reliable when it is more than the instrument's error of measurement (Jacobson and Truax); the \
      source of its reliability is named, and where none is published no verdict is given. The first complete score is \
      what the others are held against.

      Examples:
        stepwell screening trend $PATIENT phq_9
        stepwell screening trend $PATIENT bam --scale risk --since '90 days ago'
        stepwell screening trend $PATIENT phq_9 --svg phq_9.svg
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Argument(help: "The instrument.") var instrument: String
  @Option(help: "A scale of the instrument; by default its total.") var scale: String?
  @Option(help: "The substance, where the screenings are about several.") var substance: String?
  @Option(parsing: .unconditional, help: "Only what was answered from then on.") var since: String?
  @Option(help: ArgumentHelp("Also write it as a picture.", valueName: "file"), completion: .file())
  var svg: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let trend = try await ScoreTrends.run(
      TrendRequest(
        patientID: patient, instrument: instrument, scale: scale, substance: substance,
        since: try clock.read(since, "since")),
      on: desk.records, as: desk.caller)
    if let svg { try PrivateFile.write(Data(trend.svg.utf8), to: URL(filePath: svg).path) }
    try desk.output.show(TrendRepresentation(trend)) { trend.text($0, clock) }
    if let svg { desk.output.note("wrote \(svg)") }
  }
}

extension ScoreTrend {
  /// A line for each score with its length as a bar, a line where a stage begins, and what became of it.
  fileprivate func text(_ style: Style, _ clock: WallClock) -> String {
    guard !points.isEmpty else { return "No score is on record.\n" }
    var table = Table(
      .text("At"), .text("Stage", limit: 12), .text("Score", limit: 28), .text("", limit: 20),
      .text("Band", limit: 20), .text("Since the first", limit: 32))
    var stage: Stage?
    for (index, point) in points.enumerated() {
      // Nothing separates what lies in one stage; a rule stands where another begins.
      if index > 0, point.stage != stage { table.add("--", point.stage?.rawValue ?? "outside", "--") }
      stage = point.stage
      table.add(
        clock.show(point.at), point.stage?.rawValue, point.sum.description, bar(point.sum), point.band,
        point.change?.words)
    }
    let words = [verdict, basis].compactMap(\.self).map { $0.wrapped(to: 100) + "\n" }.joined()
    return style.heading(title) + "\n" + table.text(style) + "\n" + words
  }

  /// The score as a bar of up to 20 signs; of a bound only what is sure.
  private func bar(_ sum: Score.Sum) -> String {
    let share = Double(sum.atLeast - possible.lowerBound) / Double(possible.upperBound - possible.lowerBound)
    return String(repeating: "#", count: Int((min(max(share, 0), 1) * 20).rounded()))
  }
}
