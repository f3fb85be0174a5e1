import ArgumentParser
import Clinic
import Records

/// Says what became of an appointment.
struct SettleAppointment: ClinicCommand {
  static let need = Need.permission(.stepDownWork)
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Say what became of an appointment.",
    discussion: """
      Examples:
        stepwell appointment settle $APPOINTMENT --as kept
        stepwell appointment settle $APPOINTMENT --as cancelled --reason 'moved to Monday'
      """)

  @Argument(help: "The appointment's identifier.") var appointment: Appointment.ID
  @Option(name: .customLong("as"), help: "What became of it.") var state: Appointment.State
  @Option(help: "Why.") var reason: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  private struct Settled: Encodable {
    let id: String
    let state: String
  }

  func run(at desk: Desk) async throws {
    try await desk.records.settle(appointment, as: state, reason: try reason.line("reason"), by: desk.caller)
    try desk.output.show(Settled(id: "\(appointment)", state: state.rawValue)) { _ in
      "The appointment is \(state.rawValue.replacing("_", with: " ")).\n"
    }
  }
}

extension Appointment.State: ExpressibleByArgument {}
