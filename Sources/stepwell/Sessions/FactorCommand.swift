import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// The second factor of whoever typed it.
struct FactorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factor",
    abstract: "Ask for a code besides your password when you sign in.",
    discussion: """
      A program on your telephone shows a new code every 30 seconds. Add the factor, type its secret into the program, \
      and confirm it with a first code; from then on nobody signs in as you with the password alone.

      Examples:
        stepwell factor add
        stepwell factor confirm
        stepwell factor show
      """,
    subcommands: [
      AddFactor.self, ConfirmFactor.self, ShowFactor.self, RenewRecoveryCodes.self, RemoveFactor.self,
    ])
}

/// Begins it.
struct AddFactor: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Begin a second factor; its secret is shown once.",
    discussion: """
      Asks for your password. Nothing changes before you confirm it.

      Examples:
        stepwell factor add
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let password = try SecretQuestion.ask("Your password")
    let begun = try await desk.signIn(place).beginFactor(password: password, as: desk.caller)
    try desk.output.show(NewSecondFactorRepresentation(begun)) { _ in
      """
      Type this secret into the program that shows codes, or open the address there:

        \(begun.secret)
        \(begun.address)

      It is shown once. Then: stepwell factor confirm

      """
    }
  }
}

/// Turns it on.
struct ConfirmFactor: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Turn the second factor on with a first code, and see your recovery codes once.",
    discussion: """
      Examples:
        stepwell factor confirm
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let code = try SecretQuestion.ask("The code that the program shows")
    try desk.show(try await desk.signIn(place).confirmFactor(code: code, as: desk.caller))
  }
}

/// Says whether it is on.
struct ShowFactor: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Say whether you have a second factor, and how many recovery codes are left.",
    discussion: """
      Examples:
        stepwell factor show --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let factor = try await desk.records.run(
      as: desk.caller, Action("factor.read", needs: nil), SecondFactors.mine)
    try desk.output.show(SecondFactorRepresentation(factor)) { _ in
      guard let factor else { return "You have none: stepwell factor add\n" }
      guard let since = factor.confirmedAt else {
        return "Begun, and not confirmed: stepwell factor confirm\n"
      }
      return "Asked for since \(since.text(in: .gmt)) (UTC); \(factor.codesLeft) recovery codes are left.\n"
    }
  }
}

/// Makes new recovery codes.
struct RenewRecoveryCodes: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "Replace your recovery codes; the new ones are shown once.",
    discussion: """
      Asks for a code. The old recovery codes are void.

      Examples:
        stepwell factor codes
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let code = try SecretQuestion.ask("The code that the program shows, or a recovery code")
    try desk.show(try await desk.signIn(place).renewRecoveryCodes(code: code, as: desk.caller))
  }
}

/// Turns it off.
struct RemoveFactor: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove your second factor: the password is enough again.",
    discussion: """
      Asks for your password and a code. Whoever has lost all codes asks an administrator: stepwell staff reset.

      Examples:
        stepwell factor remove
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let password = try SecretQuestion.ask("Your password")
    let code = try SecretQuestion.ask("The code that the program shows, or a recovery code")
    try await desk.signIn(place).removeFactor(password: password, code: code, as: desk.caller)
    try desk.output.show(["removed": "second factor"]) { _ in "Your password is enough again.\n" }
  }
}

extension Desk {
  fileprivate func signIn(_ place: PlaceOptions) throws -> SignInDesk {
    SignInDesk(records, factorKeys: try KeyFile.factors(place).read(FactorKeys.init))
  }

  fileprivate func show(_ codes: [RecoveryCode]) throws {
    try output.show(RecoveryCodesRepresentation(codes)) { _ in
      """
      Each of these opens one session when the program is lost. Keep them on paper; they are shown once.

      \(codes.map { "  \($0.text)" }.joined(separator: "\n"))

      """
    }
  }
}
