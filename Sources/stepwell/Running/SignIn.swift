import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records

/// Opens a session from the machine itself.
struct SignIn: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    commandName: "sign-in",
    abstract: "Open a session for a member of staff, as who runs this machine.",
    discussion: """
      Needs the private PostgreSQL's data folder, or the --database-url of the role that owns the tables. Replaces the \
      file token in the data folder. Ends with status 66 when there is no such member of staff.

      Examples:
        stepwell sign-in
        stepwell sign-in --handle admin --days 1
      """)

  @Option(help: "The short name of the member of staff.") var handle = "admin"
  @Option(help: "How many days the session lasts.") var days = 90
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days goes from 1 to 366.") }
  }

  func answer(_ output: Output) async throws {
    let token = try await Premises.use(place) { premises in
      try await premises.asOwner { owner in
        var random = SystemRandomNumberGenerator()
        return try await Founding.signIn(
          owner, handle: handle, sessionDays: days, at: Date(), random: &random)
      }
    }
    guard let token else {
      throw Complaint(
        .notFound, "not-found", "There is no member of staff called \(handle).", remedy: "Check the --handle."
      )
    }
    let folder = place.folder()
    try TokenFile.write(token, in: folder)
    let path = TokenFile.path(in: folder)
    try output.show(["handle": handle, "token": token.text, "file": path]) { _ in
      "Signed in for \(days) days as \(handle); commands find the token in \(path).\n"
    }
  }
}
