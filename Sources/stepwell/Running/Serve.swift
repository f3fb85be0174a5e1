import ArgumentParser
import Clinic
import Foundation
import Service

/// Serves HTTP on a database that is set up.
struct Serve: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    abstract: "Serve HTTP on a database that is set up already.",
    discussion: """
      Makes and changes no tables: see stepwell migrate and stepwell up. Seals the audit trail where there is a key: \
      seal.key in the data folder, or the file that STEPWELL_SEAL_KEY_FILE names. Second \
      factors need their key in the same way: factor.key, or STEPWELL_FACTOR_KEY_FILE. Ends cleanly on SIGTERM or Ctrl-C.

      Examples:
        stepwell serve --database-url postgresql://stepwell_app@db.example/stepwell
        stepwell serve --data /var/lib/stepwell --port 8081
      """)

  @OptionGroup(title: "HTTP options") var listening: ListeningOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    let seals = SealFiles(place)
    if try seals.keys() == nil {
      output.say("The audit trail is not sealed from here: there is no key in \(seals.keyPath).")
    }
    try await Premises.use(place) { premises in
      try await listening.serve(premises, seals: seals, factors: .factors(place)) { address in
        output.say("Listening on \(address). Stop with Ctrl-C.")
        if output.isJSON { try? output.show(["address": address]) { _ in "" } }
      }
    }
  }
}
