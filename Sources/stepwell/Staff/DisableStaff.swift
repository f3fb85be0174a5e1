import ArgumentParser
import Clinic
import Records

/// Disables a member of staff.
struct DisableStaff: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Let a member of staff in no more; their sessions and tokens end at once.",
    discussion: """
      The last one who manages the staff cannot be disabled: that ends with status 75.

      Examples:
        stepwell staff disable grace
      """)

  @Argument(help: "The short name.") var handle: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.setDisabled(true, try await desk.staff(handle), as: desk.caller)
    try desk.output.show(["disabled": handle]) { _ in "\(handle) is disabled.\n" }
  }
}

/// Lets a member of staff in again.
struct EnableStaff: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Let a member of staff in again who was disabled.",
    discussion: """
      Examples:
        stepwell staff enable grace
      """)

  @Argument(help: "The short name.") var handle: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.setDisabled(false, try await desk.staff(handle), as: desk.caller)
    try desk.output.show(["enabled": handle]) { _ in "\(handle) may sign in again.\n" }
  }
}
