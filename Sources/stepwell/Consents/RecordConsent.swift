import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records a consent.
struct RecordConsent: ClinicCommand {
  static let need = Need.permission(.consentRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record what a patient signed; what is missing makes it deficient.",
    discussion: """
      Without --file it asks for every element and names those that the kind cannot do without. Every answer is kept in a \
      draft until the consent is stored; after a refusal, Ctrl-C or a power cut go on with --resume.

      Examples:
        stepwell consent record $PATIENT
        stepwell consent record $PATIENT --file consent.json
        stepwell consent record $PATIENT --file - --json < consent.json
        stepwell consent record $PATIENT --resume ~/.local/share/stepwell/drafts/consent-20260615-120000.json
      """)

  @Argument(help: "The patient's identifier.") var patient: Patient.ID
  @Option(help: "A consent as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String?
  @Option(help: "Go on with this draft.", completion: .file(extensions: ["json"])) var resume: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard file == nil || resume == nil else {
      throw ValidationError("--file says all; leave --resume out.")
    }
  }

  func run(at desk: Desk) async throws {
    if let file {
      try await record(ConsentRequest(JSONNode(body: Array(InputFile(file).bytes()))), at: desk)
    } else {
      try await converse(at: desk)
    }
  }

  /// Asks, and stores what was answered; whatever goes wrong, the draft stays.
  private func converse(at desk: Desk) async throws {
    let isThere = try await desk.records.run(
      as: desk.caller, Action("consent.prepare", needs: .consentRecord, patients: [patient]),
      Patients.exists(patient))
    guard isThere else { throw NotFound("patient") }
    let clock = try await desk.wallClock(clock)
    let stamp = Day(of: desk.now, in: .gmt).description.filter(\.isNumber)
    let draft = try Draft(
      folder: place.folder(), name: "consent-\(stamp)-\(desk.caller.requestID.prefix(8))", resuming: resume)
    try mustBeOfThePatient(draft)
    let command = "stepwell consent record \(patient)"
    do {
      try draft.note("patient_id", .text(patient.description))
      try ConsentQuestions(
        conversation: Conversation(), draft: draft, clock: clock, id: desk.new(), patient: patient
      ).ask()
      try await record(ConsentRequest(draftOf: draft.content), at: desk)
      draft.discard()
    } catch is Conversation.Ended {
      throw draft.complaint(.inputEnded, goingOnWith: command)
    } catch {
      throw draft.complaint(Complaint(error), goingOnWith: command)
    }
  }

  /// A draft of somebody else's consent is not to become this person's.
  private func mustBeOfThePatient(_ draft: Draft) throws {
    guard resume != nil, draft["patient_id"] != .text(patient.description) else { return }
    throw Complaint(
      .refused, "draft-of-another", "The draft \(draft.path) is not of this patient.",
      remedy: "Name the patient whose consent it is.")
  }

  private func record(_ request: ConsentRequest, at desk: Desk) async throws {
    let record = try await desk.records.record(request.consent(desk.new(), of: patient), as: desk.caller)
    try desk.output.show(ConsentRepresentation(record, at: desk.now)) { record.text($0, at: desk.now) }
  }
}
