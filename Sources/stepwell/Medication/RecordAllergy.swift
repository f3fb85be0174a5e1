import ArgumentParser
import Clinic
import Records
import Service

/// Writes down an allergy, or that there is none.
struct RecordAllergy: ClinicCommand {
  static let need = Need.permission(.allergyRecord)
  static let configuration = CommandConfiguration(
    commandName: "allergy",
    abstract: "Write down an allergy, that none is known, or that nobody knows; or take one back.",
    discussion: """
      None known, not known and never asked are three things, and are shown as such.

      Examples:
        stepwell medication allergy $PATIENT --substance Penicillin --reaction rash
        stepwell medication allergy $PATIENT --none-known
        stepwell medication allergy $PATIENT --retract $ALLERGY --reason 'of another patient'
      """)

  @Argument(help: "The patient.") var patient: Patient.ID
  @Option(help: "To what.") var substance: String?
  @Option(help: "Its code, RxNorm or another.") var code: String?
  @Option(help: "What happens.") var reaction: String?
  @Flag(help: "The person was asked and knows of none.") var noneKnown = false
  @Flag(help: "Nobody knows.") var unknown = false
  @Option(help: "The identifier of one that was written down wrongly.") var retract: Allergy.ID?
  @Option(help: "Why it was wrong.") var reason: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard [substance != nil, noneKnown, unknown, retract != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Give --substance, --none-known, --unknown or --retract, one of them.")
    }
    guard (retract != nil) == (reason != nil) else {
      throw ValidationError("--retract takes a --reason, and nothing else does.")
    }
    guard substance != nil || code == nil && reaction == nil else {
      throw ValidationError("--code and --reaction belong to --substance.")
    }
  }

  func run(at desk: Desk) async throws {
    if let retract {
      _ = try await desk.records.allergies(of: patient, as: desk.caller)
      try await desk.records.retract(
        retract, reason: try Line(reason ?? "", field: "reason"), as: desk.caller)
    } else {
      try await desk.records.record(try statement(), of: patient, id: desk.new(), as: desk.caller)
    }
    let allergies = try await desk.records.allergies(of: patient, as: desk.caller)
    try desk.output.show(AllergiesRepresentation(allergies)) { allergies.text($0) }
  }

  private func statement() throws -> AllergyStatement {
    if noneKnown { return .noneKnown }
    if unknown { return .unknown }
    return .allergy(
      substance: try Line(substance ?? "", field: "substance"),
      code: try code.map { try DrugCode($0, field: "code") }, reaction: try reaction.line("reaction"))
  }
}
