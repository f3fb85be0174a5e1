import ArgumentParser
import Clinic
import Foundation
import Records

/// Ends the session of whoever typed it.
struct SignOut: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "sign-out",
    abstract: "End the session, and with --others all others of yours instead.",
    discussion: """
      Examples:
        stepwell sign-out
        stepwell sign-out --others
      """)

  @Flag(help: "End all sessions but this one.") var others = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    if others {
      try await desk.records.endOtherSessions(as: desk.caller)
    } else {
      try await desk.records.signOut(desk.caller)
    }
    try desk.output.show(["ended": others ? "others" : "this"]) { _ in
      others ? "All other sessions have ended.\n" : "Signed out.\n"
    }
  }
}
