import ArgumentParser
import Clinic
import Foundation
import Records

/// Grants a role.
struct GrantRole: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "grant",
    abstract: "Grant a role to another member of staff, from now on.",
    discussion: """
      Examples:
        stepwell staff grant grace --role director
        stepwell staff grant grace --role nurse --facility north --days 14
      """)

  @Argument(help: "The short name.") var handle: String
  @Option(help: "The role.") var role: String
  @Option(help: "The facility, by short name; every one when left out.") var facility: String?
  @Option(help: "For how many days; until it is revoked when left out.") var days: Int?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if let days, !(1...3_660).contains(days) { throw ValidationError("--days goes from 1 to 3660.") }
  }

  func run(at desk: Desk) async throws {
    try await desk.records.grant(
      Role(rawValue: role), to: try await desk.staff(handle), in: try await desk.facility(named: facility),
      until: days.map { desk.now.addingTimeInterval(Double($0) * 86_400) }, as: desk.caller)
    try desk.output.show(["granted": role, "to": handle]) { _ in "\(handle) holds the role \(role).\n" }
  }
}

/// Withdraws a role.
struct RevokeRole: ClinicCommand {
  static let need = Need.permission(.staffManage)
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Withdraw a role in every facility; the next request is refused already.",
    discussion: """
      Examples:
        stepwell staff revoke grace --role director
      """)

  @Argument(help: "The short name.") var handle: String
  @Option(help: "The role.") var role: String
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    try await desk.records.revoke(Role(rawValue: role), from: try await desk.staff(handle), as: desk.caller)
    try desk.output.show(["revoked": role, "from": handle]) { _ in
      "\(handle) holds the role \(role) no more.\n"
    }
  }
}
