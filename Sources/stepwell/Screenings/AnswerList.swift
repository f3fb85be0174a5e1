import Clinic

/// Answers as they are typed in one line: `q1=2,q2=refused`.
struct AnswerList {
  /// By number of the item, as they were typed.
  let texts: [Int16: String]

  /// Throws `InvalidValue` that names the part at fault.
  init(_ text: String) throws(InvalidValue) {
    var texts: [Int16: String] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, let item = Self.item(sides[0]), !sides[1].trimming.isEmpty else {
        throw Self.malformed(String(part))
      }
      guard texts.updateValue(sides[1].trimming, forKey: item) == nil else {
        throw InvalidValue(
          "answer-twice", field: "answers", problem: "answers an item twice", value: "q\(item)",
          remedy: "Answer each item once.")
      }
    }
    self.texts = texts
  }

  /// The answers, as the items of `instrument` read them; throws `InvalidValue` for what is none.
  func answers(to instrument: Instrument) throws(InvalidValue) -> Screening.Answers {
    var answers: Screening.Answers = [:]
    for (number, text) in texts.sorted(by: { $0.key < $1.key }) {
      if let reason = Self.reason(text) {
        answers[number] = .missing(reason)
      } else if let item = instrument.item(number), text.contains(where: \.isNumber) {
        answers[number] = .value(try item.value(from: text))
      } else if let value = Int16(text) {
        // Not an item of it; scoring says so, with all else that is wrong.
        answers[number] = .value(value)
      } else {
        throw Self.malformed("q\(number)=\(text)")
      }
    }
    return answers
  }

  private static func malformed(_ part: String) -> InvalidValue {
    InvalidValue(
      "invalid-answers", field: "answers", problem: "has a part that is no answer",
      value: String(part.prefix(40)),
      remedy: "Write q1=2,q2=0 or, where there is none, q3=\(MissingReason.unknown.rawValue).")
  }

  private static func item(_ text: String) -> Int16? {
    let name = text.trimming.lowercased()
    return Int16(name.hasPrefix("q") ? String(name.dropFirst()) : name)
  }

  /// Why there is no answer, as people type it.
  static func reason(_ text: String) -> MissingReason? {
    MissingReason(rawValue: text.trimming.lowercased().replacing(" ", with: "_"))
  }
}

extension String {
  /// Without blanks at both ends.
  var trimming: String {
    let end = self[...].reversed().prefix { $0.isWhitespace }.count
    return String(drop { $0.isWhitespace }.dropLast(allSatisfy(\.isWhitespace) ? 0 : end))
  }
}
