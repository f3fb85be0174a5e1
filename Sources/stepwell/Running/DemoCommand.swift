import ArgumentParser
import Clinic
import Foundation
import Records
import Simulator

/// A made-up clinic.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Fill a clinic with made-up people.",
    discussion: """
      Examples:
        stepwell demo load --patients 50
        stepwell demo load --patients 2000 --seed 7
      """,
    subcommands: [LoadDemo.self])
}

/// Loads a made-up clinic.
struct LoadDemo: Answering {
  static let need = Need.permission(.demoLoad)
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Load a made-up clinic: facilities, beds, people, calls, episodes, screenings.",
    discussion: """
      The same seed makes the same clinic. All names are obviously made up.

      Examples:
        stepwell demo load --patients 50
        stepwell demo load --patients 2000 --seed 7 --json
      """)

  @Option(help: "How many people.") var patients = 50
  @Option(help: "The seed of chance.") var seed: UInt64 = 1
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...2_000_000).contains(patients) else {
      throw ValidationError("--patients goes from 1 to 2000000.")
    }
  }

  func answer(_ output: Output) async throws {
    try await Desk.use(place, output, need: Self.need, source: .simulator, purpose: .operations) { desk in
      try await Demo(patients: patients, seed: seed).load(at: desk)
    }
  }
}
