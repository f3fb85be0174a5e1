/// The official words of an instrument in one language, from a file that the clinic holds a licence for.
package struct Wording: Hashable, Sendable {
  /// The slug of the instrument.
  package let instrument: String
  /// As BCP 47 writes it: `en`, `pt-BR`.
  package let language: String
  package let title: String?
  /// The address and version that the file names.
  package let source: String?
  /// What the file says about its copyright.
  package let copyright: String?
  /// By which right the clinic uses it, in the clinic's own words.
  package let licence: Note
  /// The questions by number of the item.
  package let questions: [Int16: String]
  /// The words of the answers by item and value.
  package let answers: [Int16: [Int16: String]]

  package init(
    instrument: String, language: String, title: String?, source: String?, copyright: String?, licence: Note,
    questions: [Int16: String], answers: [Int16: [Int16: String]]
  ) {
    self.instrument = instrument
    self.language = language
    self.title = title
    self.source = source
    self.copyright = copyright
    self.licence = licence
    self.questions = questions
    self.answers = answers
  }

  /// The words of an answer; nil when the file had none.
  package func answer(_ value: Int16, of item: Int16) -> String? { answers[item]?[value] }
}

/// What a file lacks for an instrument, or has and nobody knows where to put.
package struct WordingGap: Hashable, Sendable {
  package let kind: Kind
  /// The item of the file; nil when the file has none.
  package let linkID: String?
  /// The item of the instrument; nil when nothing of the file fits one.
  package let item: Int16?
  /// The answer that it is about; nil when it is about the question.
  package let value: Int16?

  package init(_ kind: Kind, linkID: String? = nil, item: Int16? = nil, value: Int16? = nil) {
    self.kind = kind
    self.linkID = linkID
    self.item = item
    self.value = value
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    /// The file asks something that the instrument does not.
    case unknownQuestion = "unknown_question"
    /// The file asks it twice; the first one counts.
    case questionTwice = "question_twice"
    /// The file offers an answer that the item does not have, or does not say its value.
    case unknownAnswer = "unknown_answer"
    /// The words are missing, or longer than 2,000 characters.
    case unusableWords = "unusable_words"
    /// The instrument asks it, and the file has no words for it.
    case noQuestion = "no_question"
    /// The item has the answer, and the file has no words for it.
    case noAnswer = "no_answer"

    /// As people read it.
    package var words: String {
      switch self {
      case .unknownQuestion: "fits no item"
      case .questionTwice: "is there twice, and the first one counts"
      case .unknownAnswer: "offers an answer that the item does not have"
      case .unusableWords: "has no words, or too many"
      case .noQuestion: "has no words in the file"
      case .noAnswer: "has an answer without words in the file"
      }
    }
  }
}
