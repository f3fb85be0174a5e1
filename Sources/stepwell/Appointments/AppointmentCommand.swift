import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// When somebody is seen after a stay.
struct AppointmentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "appointment",
    abstract: "Make appointments for after a stay, and say what became of them.",
    discussion: """
      Examples:
        stepwell appointment make --patient $PATIENT --at '2026-06-18 10:00' --where 'Zz Clinic'
        stepwell appointment list --patient $PATIENT
      """,
    subcommands: [MakeAppointment.self, ListAppointments.self, SettleAppointment.self])
}
