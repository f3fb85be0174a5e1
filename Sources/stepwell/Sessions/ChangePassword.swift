import ArgumentParser
import Clinic
import Foundation
import Records

/// Changes the password of whoever typed it.
struct ChangePassword: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "password",
    abstract: "Change your password, which ends your other sessions.",
    discussion: """
      Asks for the password that you have and twice for the new one, without showing them, or reads three lines of the \
      standard input. A password has 15 to 256 characters of any kind; common ones are refused.

      Examples:
        stepwell password
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let old = try SecretQuestion.ask("The password that you have")
    let new = try SecretQuestion.ask("The new password")
    guard try SecretQuestion.ask("The new password again") == new else {
      throw InvalidValue(
        "passwords-differ", field: "new_password", problem: "is not the same both times",
        remedy: "Type it again.")
    }
    try await SignInDesk(desk.records).changePassword(from: old, to: new, as: desk.caller)
    try desk.output.show(["changed": "password"]) { _ in
      "The password is changed; your other sessions have ended.\n"
    }
  }
}
