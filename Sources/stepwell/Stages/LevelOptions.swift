import ArgumentParser
import Clinic

/// The level of care that a clinician chose.
struct LevelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The level of care, by its ASAM code.", valueName: "code")) var level: String?
  @Option(help: "The edition of the code; without it the newest that has the code for the stage.")
  var edition: LevelOfCare.Edition?

  /// The level for `stage`; an unknown code is passed on for the rules to refuse, which name those that fit.
  func level(for stage: Stage) throws -> LevelOfCare? {
    guard let level else { return nil }
    let entries = try LevelCatalogue.shipped().entries.filter {
      $0.level.code == level.uppercased() && (edition == nil || $0.level.edition == edition)
    }
    let fitting = entries.filter { $0.stages.contains(stage) }
    let newest = (fitting.isEmpty ? entries : fitting).map(\.level).max {
      $0.edition.rawValue < $1.edition.rawValue
    }
    return newest ?? LevelOfCare(edition: edition ?? .fourth, code: level)
  }
}
