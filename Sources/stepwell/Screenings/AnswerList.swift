import Clinic

/// Answers as they are typed in one line: `q1=2,q2=refused`.
struct AnswerList {
  let answers: Screening.Answers

  /// Throws `InvalidValue` that names the part at fault.
  init(_ text: String) throws(InvalidValue) {
    var answers: Screening.Answers = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, let item = Self.item(sides[0]), let answer = Self.answer(sides[1]) else {
        throw InvalidValue(
          "invalid-answers", field: "answers", problem: "has a part that is no answer",
          value: String(part.prefix(40)),
          remedy: "Write q1=2,q2=0 or, where there is none, q3=\(MissingReason.unknown.rawValue).")
      }
      guard answers.updateValue(answer, forKey: item) == nil else {
        throw InvalidValue(
          "answer-twice", field: "answers", problem: "answers an item twice", value: "q\(item)",
          remedy: "Answer each item once.")
      }
    }
    self.answers = answers
  }

  private static func item(_ text: String) -> Int16? {
    let name = text.trimming.lowercased()
    return Int16(name.hasPrefix("q") ? String(name.dropFirst()) : name)
  }

  /// A number, or why there is none.
  static func answer(_ text: String) -> Recorded<Int16>? {
    let text = text.trimming.lowercased()
    if let value = Int16(text) { return .value(value) }
    return MissingReason(rawValue: text.replacing(" ", with: "_")).map { .missing($0) }
  }
}

extension String {
  /// Without blanks at both ends.
  var trimming: String {
    let end = self[...].reversed().prefix { $0.isWhitespace }.count
    return String(drop { $0.isWhitespace }.dropLast(allSatisfy(\.isWhitespace) ? 0 : end))
  }
}
