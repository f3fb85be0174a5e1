import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Records a questionnaire that somebody answered.
struct RecordScreening: ClinicCommand {
  static let need = Need.permission(.screeningRecord)
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a questionnaire and its score.",
    discussion: """
      Without --answers or --file it asks item by item. An item that is left out counts as not collected; a missing \
      answer may say why: unknown, not_collected, refused, unable, not_applicable.

      Examples:
        stepwell screen record --instrument phq_9 --patient $PATIENT
        stepwell screen record --instrument phq_2 --patient $PATIENT --answers q1=2,q2=refused
        stepwell screen record --file screening.json
      """)

  @Option(help: "The instrument, as screen list-instruments names it.") var instrument: String?
  @Option(help: "The patient's identifier.") var patient: Patient.ID?
  @Option(help: ArgumentHelp("The answers, by number of the item.", valueName: "q1=2,q2=0,...")) var answers:
    String?
  @Option(help: "A screening as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String?
  @Option(parsing: .unconditional, help: "When it was answered; by default now.") var at: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if file != nil {
      guard instrument == nil, patient == nil, answers == nil, at == nil else {
        throw ValidationError("--file says all; leave --instrument, --patient, --answers and --at out.")
      }
    } else if instrument == nil || patient == nil {
      throw ValidationError("Give --instrument and --patient, or a --file.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let asked = try request(clock)
    let (found, me) = try await desk.records.run(
      as: desk.caller, Action(.patientRead, patients: [asked.patientID]), Patients.find(asked.patientID),
      StaffMembers.me)
    guard let person = found else { throw NotFound("patient", field: "patient_id") }
    let instrument = try InstrumentLibrary.shipped().find(asked.instrument, version: asked.version)
    let score = try instrument.score(asked.answers, sex: person.sex)
    let screening = Screening(
      id: desk.new(), patientID: asked.patientID, episodeID: asked.episodeID,
      instrument: instrument.reference,
      at: asked.at ?? desk.now, recordedBy: me.id, answers: asked.answers)
    try await desk.records.record(screening, scored: score, by: instrument, as: desk.caller)
    try desk.output.show(ScreeningRepresentation(screening, score)) {
      score.text($0, of: screening.id, instrument)
    }
  }

  /// What is to be recorded: from the file, from the answers typed in one line, or asked item by item.
  private func request(_ clock: WallClock) throws -> ScreeningRequest {
    if let file { return try ScreeningRequest(JSONNode(body: Array(InputFile(file).bytes()))) }
    guard let instrument, let patient else {
      throw ValidationError("Give --instrument and --patient, or a --file.")
    }
    let found = try InstrumentLibrary.shipped().find(instrument)
    let at = try clock.read(at, "at")
    let answers = try answers.map { try AnswerList($0).answers } ?? found.ask(Conversation())
    return ScreeningRequest(
      patientID: patient, episodeID: nil, instrument: instrument, version: nil, at: at, answers: answers)
  }
}
