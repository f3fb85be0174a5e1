import ArgumentParser
import Clinic
import Records
import Service

/// Opens a closed chart in an emergency.
struct BreakGlass: ClinicCommand {
  static let need = Need.permission(.chartBreakGlass)
  static let configuration = CommandConfiguration(
    commandName: "break-glass",
    abstract: "Open a closed chart for a while; somebody else will look at why.",
    discussion: """
      Examples:
        stepwell chart break-glass --patient $PATIENT --reason 'found unconscious in the yard'
        stepwell chart break-glass --family-name Zztest --birth-date 1990-05-17 --reason 'seizure in the waiting room'
      """)

  @Option(help: "The patient's identifier.") var patient: Patient.ID?
  @Option(help: "Or the family name,") var familyName: String?
  @Option(help: "and the birth date.") var birthDate: String?
  @Option(help: "Why, in at least 10 characters.") var reason: String
  @Option(help: "For how many minutes, at most 240.") var minutes: Int16 = 60
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (patient != nil) != (familyName != nil && birthDate != nil) else {
      throw ValidationError("Give --patient, or --family-name and --birth-date.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let glass = try await desk.records.breakGlass(
      try BrokenGlass.Grounds(try person(), reason: reason, minutes: minutes), id: desk.new(),
      as: desk.caller)
    try desk.output.show(BrokenGlassRepresentation(glass)) { _ in
      "The chart of \(glass.patientID) is open to you until \(clock.show(glass.until)).\n"
    }
  }

  private func person() throws -> BrokenGlass.Person {
    if let patient { return .patient(patient) }
    return .named(
      family: try Patient.Name(familyName ?? "", field: "family_name"),
      born: try WrittenDay.read(birthDate ?? "", field: "birth_date"))
  }
}

/// A day as it is typed.
enum WrittenDay {
  /// Throws `InvalidValue` at `field` when it is no day.
  static func read(_ text: String, field: String) throws -> Day {
    do {
      return try Day(text)
    } catch {
      throw error.at(field)
    }
  }
}
