import ArgumentParser
import Clinic
import Foundation
import Records

/// Which episode is meant: by its own identifier, or as the one of a person that goes on.
struct EpisodeOptions: ParsableArguments {
  @Argument(help: "The episode's identifier; or name its --patient.") var episode: Episode.ID?
  @Option(help: "The patient, whose episode that goes on is meant.") var patient: Patient.ID?

  func validate() throws {
    guard (episode == nil) != (patient == nil) else {
      throw ValidationError("Name the episode, or the --patient whose episode is meant.")
    }
  }

  /// The episode as it stands.
  ///
  /// A person without an open one has the last that ended.
  func find(at desk: Desk) async throws -> EpisodeRecord {
    if let episode {
      let found = try await desk.records.run(
        as: desk.caller, Action(.episodeRead, subject: episode.rawValue), Episodes.find(episode, at: desk.now)
      )
      guard let found else { throw NotFound("episode") }
      return found
    }
    guard let patient else { throw NotFound("episode") }
    let (person, episodes) = try await desk.records.run(
      as: desk.caller, Action(.episodeRead, patients: [patient]), Patients.find(patient),
      Episodes.of(patient, at: desk.now))
    guard person != nil else { throw NotFound("patient") }
    guard let latest = episodes.first(where: { $0.state != .ended }) ?? episodes.first else {
      throw Complaint(
        .notFound, "not-found", "The person has no episode yet.",
        remedy: "Admit first: stepwell stage admit --help")
    }
    return latest
  }
}
