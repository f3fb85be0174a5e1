import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what was found when the level of care was assessed.
struct AssessLevel: ClinicCommand {
  static let need = Need.permission(.levelAssess)
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "Write down the ratings and the level of care that they led to.",
    discussion: """
      Ratings stand in the order of the dimensions: 0 to 4 six times in edition 3, 0 or A to E five times in edition 4. In       place of a rating stands why there is none: refused, unable, unknown, not_collected, not_applicable.

      Examples:
        stepwell level assess --patient $PATIENT --recommended 3.5 --edition 3 --ratings 1,0,2,1,3,3
        stepwell level assess --patient $PATIENT --recommended 3.7 --agreed 3.5 --because waiting_list --ratings B,0,A,C,B
      """)

  @OptionGroup var episode: EpisodeOptions
  @Option(help: "The ratings, separated by commas.") var ratings: String
  @Option(help: ArgumentHelp("The level that was recommended.", valueName: "code")) var recommended: String
  @Option(help: ArgumentHelp("The level that was agreed, if another.", valueName: "code")) var agreed: String?
  @Option(help: "Why another level was agreed.") var because: LevelAssessment.Difference?
  @Option(help: "The edition of the codes and ratings.") var edition: LevelOfCare.Edition?
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let record = try await episode.find(at: desk)
    let recommended = try LevelOfCare(code: recommended, edition: edition)
    let assessment = try LevelAssessment(
      id: desk.new(), episodeID: record.episode.id,
      at: try clock.read(at, "at", facility: record.episode.facilityID),
      ratings: ratings.split(separator: ",", omittingEmptySubsequences: false).map { text in
        let word = text.trimmingCharacters(in: .whitespaces)
        return MissingReason(rawValue: word).map { .missing($0) } ?? .value(.init(word.uppercased()))
      }, recommended: recommended,
      agreed: try agreed.map { try LevelOfCare(code: $0, edition: recommended.edition) }, difference: because)
    try await desk.records.record(assessment, as: desk.caller)
    try desk.output.show(LevelAssessmentRepresentation(assessment)) { _ in
      "Assessed: \(assessment.agreed), recommended \(assessment.recommended.code).\n"
    }
  }
}

extension LevelAssessment.Difference: ExpressibleByArgument {}
