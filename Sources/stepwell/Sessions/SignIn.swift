import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records
import Service

/// Opens a session.
struct SignIn: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "sign-in",
    abstract: "Open a session with your short name and password.",
    discussion: """
      Asks for the password without showing it, or reads it as a line of the standard input, and \
      then for the code where you have a second factor (stepwell factor). The session ends after 15 \
      minutes without a command, and after 12 hours. Its token replaces the file token in the data folder.

      Whoever owns the machine may open a session for anybody with --as-owner, which lasts for --days.

      Examples:
        stepwell sign-in --handle grace
        stepwell sign-in --handle grace --organization 'Zz Clinics' --json
        stepwell sign-in --as-owner --handle admin --days 1
      """)

  @Option(help: "The short name of the member of staff.") var handle = "admin"
  @Option(help: "The organization, where several have somebody of that short name.") var organization: String?
  @Flag(help: "As who owns the machine and its database, without a password.") var asOwner = false
  @Option(help: "How many days a session of --as-owner lasts.") var days = 90
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...366).contains(days) else { throw ValidationError("--days goes from 1 to 366.") }
  }

  func answer(_ output: Output) async throws {
    try await Premises.mustExist(place)
    if asOwner { return try await signInAsOwner(output) }
    let password = try SecretQuestion.ask("Password of \(handle)")
    let opened = try await Premises.use(place) { premises in
      let database = premises.service()
      do {
        let desk = SignInDesk(Records(database), factorKeys: try KeyFile.factors(place).read(FactorKeys.init))
        let opened = try await signIn(at: desk, password)
        await database.close()
        return opened
      } catch {
        await database.close()
        throw error
      }
    }
    try TokenFile.write(opened.token, in: place.folder())
    try output.show(SignedInRepresentation(opened)) { _ in
      "Signed in as \(handle).\n"
        + (opened.mustChangePassword
          ? "Change the password that you were given now: stepwell password\n" : "")
    }
  }

  /// Asks for a code where the account has a second factor, which shows only once the password was right.
  private func signIn(at desk: SignInDesk, _ password: String) async throws -> SignedIn {
    func attempt(_ code: String?) -> SignInAttempt {
      SignInAttempt(
        handle: handle, password: password, code: code, organization: organization, source: .cli,
        requestID: UUID().uuidString.lowercased())
    }
    do {
      return try await desk.signIn(attempt(nil))
    } catch SecondFactorRefused.needed {
      return try await desk.signIn(
        attempt(try SecretQuestion.ask("The code that your program shows, or a recovery code")))
    }
  }

  private func signInAsOwner(_ output: Output) async throws {
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
