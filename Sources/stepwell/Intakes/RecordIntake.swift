import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records an intake, and the person with it if there is no chart yet.
struct RecordIntake: ClinicCommand {
  static let need = Need.permission(.intakeRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record an intake: the person, substances, diagnoses.",
    discussion: """
      Without --file it asks, and keeps every answer in a draft until the intake is stored; after a refusal, Ctrl-C or a \
      power cut go on with --resume. Refused data ends with status 65, an unknown enquiry or facility with 66.

      Examples:
        stepwell intake record --facility north --enquiry $ENQUIRY
        stepwell intake record --file intake.json
        stepwell intake record --file - --json < intake.json
        stepwell intake record --resume ~/.local/share/stepwell/drafts/intake-20260615-120000.json
      """)

  @Option(help: "An intake as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String?
  @Option(help: "Go on with this draft.", completion: .file(extensions: ["json"])) var resume: String?
  @Option(help: "The facility, by short name.") var facility: String?
  @Option(help: "The enquiry that it comes from; it becomes converted.") var enquiry: Enquiry.ID?
  @Option(help: "The person, when there is a chart already.") var patient: Patient.ID?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard file == nil || (resume == nil && facility == nil && enquiry == nil && patient == nil) else {
      throw ValidationError("--file says all; leave --resume, --facility, --enquiry and --patient out.")
    }
  }

  func run(at desk: Desk) async throws {
    if let file {
      try await record(Array(InputFile(file).bytes()), at: desk)
    } else {
      try await converse(at: desk)
    }
  }

  /// Asks, and stores what was answered; whatever goes wrong, the draft stays.
  private func converse(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let stamp = Day(of: desk.now, in: .gmt).description.filter(\.isNumber)
    let draft = try Draft(
      folder: place.folder(), name: "intake-\(stamp)-\(desk.caller.requestID.prefix(8))", resuming: resume)
    do {
      if let facility {
        let found = try desk.facility(facility, among: clock.facilities)
        try draft.note("facility_id", .text(found.facility.id.description))
      }
      if let enquiry { try draft.note("enquiry_id", .text(enquiry.description)) }
      if let patient { try draft.note("patient_id", .text(patient.description)) }
      try IntakeQuestions(conversation: Conversation(), draft: draft).ask(desk, clock)
      try await record(Array(draft.json.utf8), at: desk)
      draft.discard()
    } catch is Conversation.Ended {
      throw draft.complaint(.inputEnded, goingOnWith: "stepwell intake record")
    } catch {
      throw draft.complaint(Complaint(error), goingOnWith: "stepwell intake record")
    }
  }

  private func record(_ body: [UInt8], at desk: Desk) async throws {
    let request = try IntakeRequest(JSONNode(body: body))
    var ids = IdentifierSource(at: desk.now)
    let known = try await optionally(request.knownPatient) { id in
      try await desk.records.run(as: desk.caller, Action(.patientRead, patients: [id]), Patients.find(id))
    }
    let (intake, patient) = try request.intake(&ids, at: desk.now, birthDate: known??.birthDate.value)
    try await desk.records.record(intake, patient: patient, as: desk.caller)
    try desk.output.show(IntakeRepresentation(intake)) { style in
      var lines = KeyValues()
      lines.add("patient", intake.patientID.description)
      lines.add("intake", intake.id.description)
      lines.add("substances", "\(intake.substances.count)")
      lines.add("next", "stepwell stage admit --patient \(intake.patientID) --to detox --level 3.7 --bed ...")
      return lines.text(style)
    }
  }
}

extension IntakeRequest {
  /// The person, when there is a chart already.
  ///
  /// Swift 6.3.1 with -O fails its own ownership check when this is inlined (2026-11); hence `@inline(never)`.
  @inline(never) fileprivate var knownPatient: Patient.ID? {
    if case .known(let id) = person { id } else { nil }
  }
}
