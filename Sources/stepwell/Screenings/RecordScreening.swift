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
      Without --answers or --file it asks item by item, leaves out what another answer makes needless, and says how far \
      one has come; back takes an answer back. Zero, blank, refused and unable are four different things. What was typed \
      is kept in a draft until it is recorded, whatever happens. An item that is left out counts as not collected; a \
      missing answer may say why: unknown, not_collected, refused, unable, not_applicable.

      Examples:
        stepwell screening record --instrument phq_9 --patient $PATIENT
        stepwell screening record --instrument phq_2 --patient $PATIENT --answers q1=2,q2=refused
        stepwell screening record --file screening.json
        stepwell screening record --resume draft.json
      """)

  @Option(help: "The instrument, as stepwell instrument list names it.") var instrument: String?
  @Option(help: "The patient's identifier.") var patient: Patient.ID?
  @Option(help: ArgumentHelp("The answers, by number of the item.", valueName: "q1=2,q2=0,...")) var answers:
    String?
  @Option(help: "What it was asked about, where that is one substance.") var substance: String?
  @OptionGroup var administration: AdministrationOptions
  @Flag(help: "Keep answers to items that another answer makes needless.") var keepSkipped = false
  @Flag(help: "Keep numbers that are seldom so, which were looked at again.") var confirmUnlikely = false
  @Option(help: "A screening as the HTTP API takes it; - reads the standard input.", completion: .file())
  var file: String?
  @Option(help: "Go on with a draft that was not recorded.", completion: .file()) var resume: String?
  @Option(help: "The language of the questions, where the clinic has several.") var language: String?
  @Option(parsing: .unconditional, help: "When it was answered; by default now.") var at: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if file != nil || resume != nil {
      guard instrument == nil, patient == nil, answers == nil, at == nil, file == nil || resume == nil else {
        throw ValidationError(
          "The file says all; leave --instrument, --patient, --answers and --at out.")
      }
    } else if instrument == nil || patient == nil {
      throw ValidationError("Give --instrument and --patient, or a --file.")
    }
  }

  func run(at desk: Desk) async throws {
    if let file {
      let request = try ScreeningRequest(JSONNode(body: Array(InputFile(file).bytes())))
      return try await record(request.draft, at: desk)
    }
    if let answers, let instrument, let patient {
      let clock = try await desk.wallClock(clock)
      let found = try InstrumentLibrary.shipped().find(instrument)
      let draft = ScreeningDraft(
        patientID: patient, instrument: instrument, substance: substance, at: try clock.read(at, "at"),
        administration: try await administration.read(at: desk) ?? .notSaid,
        answers: try AnswerList(answers).answers(to: found), keepsSkipped: keepSkipped,
        confirmsUnlikely: confirmUnlikely)
      return try await record(draft, at: desk)
    }
    try await converse(at: desk)
  }

  private func record(_ draft: ScreeningDraft, at desk: Desk) async throws {
    let recorded = try await desk.records.record(draft, id: desk.new(), as: desk.caller)
    try desk.output.show(ScreeningRepresentation(recorded)) { recorded.text($0) }
  }

  /// Asks, and records what was answered; whatever goes wrong, the draft stays.
  private func converse(at desk: Desk) async throws {
    let draft = try await draft(at: desk)
    do {
      let begun = try ScreeningRequest(JSONNode(body: Array(draft.json.utf8))).draft
      let found = try InstrumentLibrary.shipped().find(begun.instrument, version: begun.version)
      let (person, wording) = try await desk.records.run(
        as: desk.caller, Action(.patientRead, patients: [begun.patientID]), Patients.find(begun.patientID),
        Wordings.of(begun.instrument, language: language))
      guard person != nil else { throw NotFound("patient", field: "patient_id") }
      let questions = ScreeningQuestions(conversation: Conversation(), wording: wording) { form in
        try draft.note("answers", DraftValue(form.answers, to: found))
      }
      _ = try questions.ask(ScreeningForm(found, substance: begun.substance, given: begun.answers))
      try await record(ScreeningRequest(JSONNode(body: Array(draft.json.utf8))).draft, at: desk)
      draft.discard()
    } catch is Conversation.Ended {
      throw draft.complaint(.inputEnded, goingOnWith: "stepwell screening record")
    } catch {
      throw draft.complaint(Complaint(error), goingOnWith: "stepwell screening record")
    }
  }

  private func draft(at desk: Desk) async throws -> Draft {
    let stamp = Day(of: desk.now, in: .gmt).description.filter(\.isNumber)
    let draft = try Draft(
      folder: place.folder(), name: "screening-\(stamp)-\(desk.caller.requestID.prefix(8))", resuming: resume)
    guard resume == nil, let patient, let instrument else { return draft }
    let clock = try await desk.wallClock(clock)
    // Refused before the first question is asked.
    _ = try InstrumentLibrary.shipped().find(instrument).form(of: substance)
    try draft.note("patient_id", .text(patient.description))
    try draft.note("instrument", .text(instrument))
    try draft.note("answers", .object([:]))
    if let at = try clock.read(at, "at") { try draft.note("at", .text(Timestamp.text(at))) }
    if let substance { try draft.note("substance", .text(substance)) }
    if let manner = administration.manner { try draft.note("manner", .text(manner.rawValue)) }
    if let by = try await administration.read(at: desk)?.by {
      try draft.note("administered_by", .text(by.description))
    }
    if keepSkipped { try draft.note("keep_skipped", .flag(true)) }
    // Unlikely numbers are asked about as they are typed.
    try draft.note("confirm_unlikely", .flag(true))
    return draft
  }
}

extension DraftValue {
  /// Answers as a request has them.
  fileprivate init(_ answers: Screening.Answers, to instrument: Instrument) {
    self = .object(
      Dictionary(
        uniqueKeysWithValues: answers.map { item, answer in
          let value: DraftValue =
            switch answer {
            case .value(let value): DraftValue(value, of: instrument.item(item))
            case .missing(let reason): .missing(reason.rawValue)
            }
          return (String(item), value)
        }))
  }
  /// A number as a request has it, with its decimals.
  private init(_ value: Int16, of item: Instrument.Item?) {
    guard let item, let measure = item.measure, measure.decimals > 0, let number = Double(measure.text(value))
    else {
      self = .number(Int(value))
      return
    }
    self = .decimal(number)
  }
}
