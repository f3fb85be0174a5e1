extension Questionnaire {
  /// Puts the words of the file to the items of `instrument`: by the code of the question, by the link, or by hand.
  ///
  /// `places` says by hand which item a link is. Nothing is guessed from the order or the words. Throws an `InvalidValue`
  /// when the file is of another panel, when nothing fits, or when a place names what is not there.
  package func wording(
    of instrument: Instrument, language: String? = nil, licence: Note, places: [String: Int16] = [:]
  ) throws(InvalidValue) -> (wording: Wording, gaps: [WordingGap]) {
    let language = try Self.language(language ?? self.language ?? "en")
    try check(places, instrument)
    if places.isEmpty, let panel = instrument.loinc?.panel, !codes.isEmpty, !codes.contains(panel) {
      throw InvalidValue(
        "other-instrument", field: "questionnaire", problem: "is of another panel than \(panel)",
        remedy: "Load the file of \(instrument.title), or say by hand which link is which item.")
    }
    var mapping = Mapping()
    for item in items where item.isQuestion && !item.codes.contains(where: { $0 == instrument.loinc?.total })
    {
      mapping.take(item, as: item.place(in: instrument, places))
    }
    guard !mapping.questions.isEmpty else {
      throw InvalidValue(
        "nothing-mapped", field: "questionnaire",
        problem: "has no question that is one of \(instrument.title)",
        remedy:
          "Say by hand which link is which item: \(items.filter(\.isQuestion).prefix(5).map(\.linkID).listing)."
      )
    }
    mapping.findAbsent(in: instrument)
    return (
      Wording(
        instrument: instrument.reference.slug, language: language, title: Self.usable(title, limit: 300),
        source: Self.usable(source, limit: 500), copyright: Self.usable(copyright, limit: 4_000),
        licence: licence, questions: mapping.questions, answers: mapping.answers),
      mapping.gaps
    )
  }

  /// The tag of a language as files and requests give it, such as `en` or `pt-BR`; throws where it is none.
  package static func language(_ language: String) throws(InvalidValue) -> String {
    let parts = language.split(separator: "-", omittingEmptySubsequences: false)
    guard language.utf8.count <= 40, let first = parts.first, (2...3).contains(first.count),
      first.allSatisfy({ $0.isASCII && $0.isLowercase }),
      parts.dropFirst().allSatisfy({ part in
        (2...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      })
    else {
      throw InvalidValue(
        "invalid-language", field: "language", problem: "is not the tag of a language",
        remedy: "Write it like en or pt-BR.")
    }
    return language
  }

  private func check(_ places: [String: Int16], _ instrument: Instrument) throws(InvalidValue) {
    for (link, number) in places.sorted(by: { $0.key < $1.key }) {
      guard items.contains(where: { $0.linkID == link }) else {
        throw InvalidValue(
          "unknown-link", field: "places", problem: "names a link that the file does not have",
          remedy: "Use one of \(items.filter(\.isQuestion).prefix(20).map(\.linkID).listing).")
      }
      guard instrument.items.contains(where: { $0.number == number }) else {
        throw InvalidValue(
          "unknown-item", field: "places", problem: "names the item \(number), which is not there",
          remedy: "Use \(instrument.items.numbers).")
      }
    }
  }

  /// The text in one line without control characters; nil when nothing is left, or too much.
  static func usable(_ text: String?, limit: Int = 2_000) -> String? {
    guard let text else { return nil }
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    let words = clean.split(separator: " ").joined(separator: " ")
    return (1...limit).contains(words.unicodeScalars.count) ? words : nil
  }
}

extension Questionnaire.Item {
  /// The item of the instrument that it is; nil when it is none.
  fileprivate func place(in instrument: Instrument, _ places: [String: Int16]) -> Instrument.Item? {
    if let number = places[linkID] { return instrument.items.first { $0.number == number } }
    let link = linkID.hasPrefix("/") ? String(linkID.dropFirst()) : linkID
    let names = codes + [link]
    return instrument.items.first { names.contains($0.question) }
  }
}

/// Words that have found their places so far.
private struct Mapping {
  var questions: [Int16: String] = [:]
  var answers: [Int16: [Int16: String]] = [:]
  var gaps: [WordingGap] = []

  mutating func take(_ source: Questionnaire.Item, as item: Instrument.Item?) {
    guard let item else {
      gaps.append(WordingGap(.unknownQuestion, linkID: source.linkID))
      return
    }
    guard questions[item.number] == nil else {
      gaps.append(WordingGap(.questionTwice, linkID: source.linkID, item: item.number))
      return
    }
    guard let words = Questionnaire.usable(source.text) else {
      gaps.append(WordingGap(.unusableWords, linkID: source.linkID, item: item.number))
      return
    }
    questions[item.number] = words
    for option in source.options { take(option, of: item, source.linkID) }
  }

  /// An answer counts only where its code and its value say the same.
  private mutating func take(_ option: Questionnaire.Option, of item: Instrument.Item, _ linkID: String) {
    let coded = item.choices.first { $0.loinc != nil && $0.loinc == option.code }?.value
    let valued = option.value.flatMap { value in item.choices.first { $0.value == value }?.value }
    guard let value = coded ?? valued, coded == nil || valued == nil || coded == valued else {
      gaps.append(WordingGap(.unknownAnswer, linkID: linkID, item: item.number, value: option.value))
      return
    }
    guard let words = Questionnaire.usable(option.words) else {
      gaps.append(WordingGap(.unusableWords, linkID: linkID, item: item.number, value: value))
      return
    }
    answers[item.number, default: [:]][value] = words
  }

  mutating func findAbsent(in instrument: Instrument) {
    for item in instrument.items {
      if questions[item.number] == nil {
        gaps.append(WordingGap(.noQuestion, item: item.number))
      } else {
        for choice in item.choices where answers[item.number]?[choice.value] == nil {
          gaps.append(WordingGap(.noAnswer, item: item.number, value: choice.value))
        }
      }
    }
  }
}
