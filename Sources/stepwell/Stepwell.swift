import ArgumentParser
import Foundation

/// The command `stepwell`.
@main
struct Stepwell: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stepwell",
    abstract: "Keep a clinic's record from the first call to the cohort report.",
    discussion: """
      Examples:
        stepwell up --demo 50            start with a made-up clinic of 50 patients
        stepwell board --at '3 days ago' who was in which bed
        stepwell cohort report retention_by_stage

      Exit status: 0 done; 64 typed wrongly; 65 refused by a rule or wrong data; 66 not found; 69 database or service
      not available; 74 done, and the result could not be written; 75 taken or changed meanwhile, look and try again; 77 not permitted.
      """,
    version: "0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Service",
        subcommands: [Up.self, Serve.self, Migrate.self, Doctor.self, Status.self]),
      CommandGroup(
        name: "People",
        subcommands: [
          SignIn.self, SignOut.self, ChangePassword.self, SessionCommand.self, TokenCommand.self,
          FactorCommand.self,
          StaffCommand.self, RoleCommand.self,
        ]),
      CommandGroup(
        name: "Front door",
        subcommands: [
          EnquiryCommand.self, PatientCommand.self, IntakeCommand.self, ScreeningCommand.self,
          InstrumentCommand.self,
        ]),
      CommandGroup(
        name: "Treatment",
        subcommands: [
          StageCommand.self, TransferCommand.self, StepDownCommand.self, AppointmentCommand.self,
          VitalsCommand.self, MonitorCommand.self, FlowsheetCommand.self,
          LevelCommand.self,
          AuthorizationCommand.self, MedicationCommand.self, BedCommand.self, BoardCommand.self,
          FacilityCommand.self,
        ]),
      CommandGroup(
        name: "Privacy",
        subcommands: [
          ChartCommand.self, CareTeamCommand.self, ConsentCommand.self, DisclosureCommand.self,
          RestrictionCommand.self, CounsellingNoteCommand.self,
        ]),
      CommandGroup(
        name: "Report",
        subcommands: [
          CohortCommand.self, ReportCommand.self, QualityCommand.self, TEDSCommand.self, ImportCommand.self,
          DemoCommand.self,
        ]),
      CommandGroup(name: "Access", subcommands: [AuditCommand.self]),
      CommandGroup(name: "Shell", subcommands: [Completions.self]),
    ])

  /// As the library does it, except that with --json a usage error is a JSON problem too.
  static func main() async {
    do {
      var command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let isUsage = exitCode(for: error) == .validationFailure
      if isUsage, CommandLine.arguments.dropFirst().contains("--json") {
        Output(isJSON: true).complain(
          Complaint(.usage, "usage", message(for: error), remedy: "See the command with --help."))
        exit(withError: ExitStatus.usage.code)
      }
      exit(withError: error)
    }
  }
}
