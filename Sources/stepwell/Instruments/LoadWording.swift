import ArgumentParser
import Clinic
import Records
import Service

/// Loads the official words of an instrument.
struct LoadWording: ClinicCommand {
  static let need = Need.permission(.instrumentManage)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract:
      "Load the official words of an instrument from a FHIR Questionnaire that the clinic holds a licence for.",
    discussion: """
      Questions are put to items by their LOINC code or their link, answers by their code and their value; nothing is \
      guessed. It says what fits nothing, and what the file has no words for. Where a file has names of its own, --place \
      says which link is which item. The words are the clinic's: they stay in its database, and forms show them from then \
      on; the scoring stays that of the software.

      Examples:
        stepwell instrument load phq_9 phq9.json --licence 'free to use, Pfizer' --dry-run
        stepwell instrument load phq_9 phq9.json --licence 'free to use, Pfizer'
        stepwell instrument load audit audit.json --licence 'WHO, non-commercial' --place audit-question-one=1
      """)

  @Argument(help: "The instrument.") var instrument: String
  @Argument(help: "The file; - is the standard input.", completion: .file()) var file: String
  @Option(help: "By which right the clinic uses the words.") var licence: String
  @Option(help: "The language; by default what the file says, or en.") var language: String?
  @Option(
    name: .customLong("place"),
    help: ArgumentHelp("Which item a link of the file is; as often as needed.", valueName: "link=item"))
  var placings: [String] = []
  @Flag(help: "Only say what would be loaded.") var dryRun = false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let bytes = try Array(InputFile(file).bytes())
    let places = try places()
    let (wording, gaps) = try await desk.records.judging(
      Action("instrument.load", needs: .instrumentManage), as: desk.caller
    ) {
      try Questionnaire(json: bytes).wording(
        of: InstrumentLibrary.shipped().find(instrument), language: language,
        licence: Note(licence, field: "licence"), places: places)
    }
    if dryRun {
      _ = try await desk.records.run(
        as: desk.caller, Action("instrument.load_preview", needs: .instrumentManage), StaffMembers.me)
    } else {
      try await desk.records.load(wording, as: desk.caller)
    }
    let representation = LoadedWordingRepresentation(wording, gaps: gaps, isPreview: dryRun)
    try desk.output.show(representation) { _ in
      let verb = dryRun ? "would be loaded" : "are loaded"
      return "The words of \(wording.questions.count) items \(verb), in \(wording.language).\n"
        + gaps.map { "  \($0.text)\n" }.joined()
    }
  }

  private func places() throws -> [String: Int16] {
    try placings.reduce(into: [:]) { places, text in
      guard let cut = text.lastIndex(of: "="), let item = Int16(text[text.index(after: cut)...]),
        cut > text.startIndex
      else {
        throw InvalidValue(
          "invalid-place", field: "place", problem: "is not a link with an item",
          value: String(text.prefix(60)),
          remedy: "Write it like audit-question-one=1.")
      }
      places[String(text[..<cut])] = item
    }
  }
}

extension WordingGap {
  /// As a line: "/68517-2 fits no item", "item 1 has no words in the file".
  fileprivate var text: String {
    let subject = [linkID, item.map { "item \($0)" }].compactMap(\.self).joined(separator: ", ")
    return "\(subject.printable) \(kind.words)\(value.map { ": \($0)" } ?? "")"
  }
}
