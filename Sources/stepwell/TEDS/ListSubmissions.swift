import ArgumentParser
import Clinic
import Foundation
import Interchange
import Records
import Service

/// Lists what was sent.
struct ListSubmissions: ClinicCommand {
  static let need = Need.permission(.tedsRead)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "submissions",
    abstract: "List what was sent to states and what they said of it, the latest first.",
    discussion: """
      Examples:
        stepwell teds submissions
        stepwell teds submissions --limit 12 --json
      """)

  @Option(help: "How many to list at most.") var limit = 50
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...1_000).contains(limit) else { throw ValidationError("--limit goes from 1 to 1000.") }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let submissions = try await desk.records.run(
      as: desk.caller, Action("teds.submissions", needs: .tedsRead), TEDSSubmissions.all(limit: limit))
    try desk.output.show(submissions.map(TEDSSubmissionRepresentation.init)) { style in
      var table = Table(
        .number("No."), .text("Month"), .text("Made"), .text("By", limit: 16), .number("Added"),
        .number("Changed"), .number("Deleted"), .number("Withheld"), .number("Accepted"),
        .number("Rejected"), .number("Open"))
      for one in submissions {
        let answers = one.answers
        table.add(
          "\(one.number)", "\(one.month)", one.facilities.first.map { clock.brief(one.madeAt, facility: $0) },
          one.madeBy,
          answers.added.formatted(), answers.changed.formatted(), answers.deleted.formatted(),
          one.withheld.formatted(), answers.accepted.formatted(), answers.rejected.formatted(),
          answers.pending.formatted())
      }
      return submissions.isEmpty ? "Nothing was sent yet.\n" : table.text(style)
    }
  }
}
