import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows both timelines of an episode, and where they part.
struct ShowLevels: ClinicCommand {
  static let need = Need.permission(.episodeRead)
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the levels of care of an episode beside what was authorized.",
    discussion: """
      A day counts where the person is at the midnight that ends it, by the clock of the facility.

      Examples:
        stepwell level show --patient $PATIENT
      """)

  @OptionGroup var episode: EpisodeOptions
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let (stays, authorizations, assessments) = try await desk.records.run(
      as: desk.caller, Action("level.timeline", needs: .episodeRead, patients: [record.episode.patientID]),
      Stays.of(record.episode.id), Authorizations.of(record.episode.id),
      LevelAssessments.of(record.episode.id))
    guard let view = LevelTimelineRepresentation(stays, authorizations, assessments, at: desk.now) else {
      throw NotFound("episode")
    }
    try desk.output.show(view) { view.text($0, clock) }
  }
}

extension LevelTimelineRepresentation {
  fileprivate func text(_ style: Style, _ clock: WallClock) -> String {
    var table = Table(
      .text("Stage", limit: 11), .text("Level", limit: 20), .text("From", limit: 16),
      .text("Until", limit: 16),
      .text("Assessed"))
    for (index, record) in stays.enumerated() {
      let stay = record.stay
      table.add(
        stay.stage.rawValue, stay.level?.description,
        clock.show(stay.during.start, facility: record.facilityID),
        clock.show(ifAny: stay.during.end, facility: record.facilityID), isAssessed(index) ? "yes" : "no")
    }
    var gaps = Table(
      .text("Gap from", limit: 10), .text("Through", limit: 10), .number("Days"), .text("Why", limit: 40))
    for gap in timeline.gaps {
      let other = gap.authorized.map(\.code).joined(separator: ", ")
      gaps.add(
        "\(gap.firstDay)", "\(gap.lastDay)", "\(gap.count)",
        gap.kind.words + (other.isEmpty ? "" : ": \(other) instead of \(gap.clinical?.code ?? "none")"))
    }
    let days = timeline.gaps.reduce(0) { $0 + $1.count }
    return table.text(style)
      + "\n\(days) of \(timeline.days.count) days not authorized at the level given.\n"
      + (days == 0 ? "" : "\n" + gaps.text(style))
      + (authorizations.isEmpty ? "" : "\n" + authorizations.table.text(style))
  }
}

extension LevelTimeline.Gap {
  /// As people say it.
  var words: String {
    switch self {
    case .notAuthorized: "not authorized"
    case .otherLevel: "authorized at another level"
    case .levelNotSaid: "the stay says no level"
    }
  }
}
