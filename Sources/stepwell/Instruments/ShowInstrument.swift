import ArgumentParser
import Clinic
import Records
import Service

/// Shows an instrument as the clinic uses it.
struct ShowInstrument: ClinicCommand {
  static let need = Need.signIn
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an instrument with its items, in the official words where the clinic has loaded them.",
    discussion: """
      Examples:
        stepwell instrument show phq_9
        stepwell instrument show phq_9 --language pt-BR --json
      """)

  @Argument(help: "The instrument.") var instrument: String
  @Option(help: "An older version.") var version: String?
  @Option(help: "The language of the words.") var language: String?
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let found = try InstrumentLibrary.shipped().find(instrument, version: version)
    let (choice, wording, languages) = try await desk.records.run(
      as: desk.caller, Action("instrument.show", needs: nil), InstrumentChoices.of(instrument),
      Wordings.of(instrument, language: language), Wordings.languages)
    let own = languages.filter { $0.instrument == instrument }.map(\.language)
    let representation = InstrumentRepresentation(found, choice: choice, wording: wording, languages: own)
    try desk.output.show(representation) { found.text($0, choice, wording, languages: own) }
  }
}

extension Instrument {
  fileprivate func text(
    _ style: Style, _ choice: InstrumentChoice?, _ wording: Clinic.Wording?, languages: [String]
  ) -> String {
    var head = KeyValues()
    head.add("instrument", "\(title), version \(reference.version)")
    head.add("about", "\(about), \(recall)")
    head.add("asked of", substances.map(\.slug).joined(separator: ", "))
    head.add("bands", bandSet(choice).map { "\($0), of \(bandSetSlugs.listing)" })
    head.add("retired", choice?.isRetired == true || retirement != nil ? "yes" : nil)
    head.add("licence", licence)
    head.add("source", source)
    head.add(
      "words", wording.map { "\($0.language)\($0.source.map { ", \($0)" } ?? "")" } ?? "ours; none loaded")
    head.add("languages", languages.joined(separator: ", "))
    head.add("copyright", wording?.copyright?.cut(to: 200))
    head.add("used by", wording?.licence.rawValue)
    let items = items.map { item -> String in
      let words = (wording?.questions[item.number] ?? item.label).printable
      let choices = item.choices.map { choice in
        "     \(choice.value)  \((wording?.answer(choice.value, of: item.number) ?? choice.label).printable)\n"
      }
      return "\(item.mark). \(words)\n" + (choices.isEmpty ? "     \(item.allowed)\n" : choices.joined())
    }
    return head.text(style) + "\n" + items.joined()
  }
}
