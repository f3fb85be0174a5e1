import Clinic

/// A file that cannot be imported at all; nothing of it was stored.
package struct UnreadableFile: Refusal, Hashable {
  package let code: String
  package let message: String
  package let field: String?
  package let remedy: String
  package let kind: RefusalKind

  init(_ code: String, _ message: String, field: String? = nil, remedy: String, kind: RefusalKind = .invalid)
  {
    self.code = code
    self.message = message
    self.field = field
    self.remedy = remedy
    self.kind = kind
  }

  static func cannotOpen(_ name: String) -> Self {
    Self(
      "no-such-file", "The file \(name) cannot be opened.", remedy: "Check the path and its permissions.",
      kind: .notFound)
  }

  static func cannotRead(_ name: String) -> Self {
    Self(
      "unreadable-file", "The file \(name) cannot be read to its end.",
      remedy: "Check the disk and try again.")
  }

  static func cannotWrite(_ name: String) -> Self {
    Self(
      "unwritable-file", "The file \(name) cannot be written.",
      remedy: "Choose a folder that you may write to.")
  }

  static let empty = Self(
    "empty-file", "Line 1: the file is empty.", remedy: "Give a file whose first line names the columns.")

  static func openQuote(line: Int, column: Int) -> Self {
    Self(
      "open-quote", "Line \(line), column \(column): a quote is opened and never closed.",
      remedy: "Close the quote, or double it when it belongs to the text.")
  }

  static func recordTooLarge(line: Int, limit: Int) -> Self {
    Self(
      "record-too-large", "Line \(line): the record has more than \(limit) bytes.",
      remedy: "Check that the file is CSV and every quote is closed.")
  }

  static func badHeader(column: Int, _ defect: CSVDefect) -> Self {
    Self(
      "bad-header", "Line 1, column \(column): the header has a \(defect.rawValue).",
      remedy: "Write the names of the columns in plain text.")
  }

  static func unknownColumn(_ name: String, at column: Int) -> Self {
    Self(
      "unknown-column", "Line 1, column \(column): there is no column \(name.prefix(60)).",
      field: String(name.prefix(60)),
      remedy: "Remove the column, or correct its name.")
  }

  static func repeatedColumn(_ name: String, at column: Int) -> Self {
    Self(
      "repeated-column", "Line 1, column \(column): the column \(name) is there twice.", field: name,
      remedy: "Leave one of the two.")
  }

  static func missingColumns(_ names: [String]) -> Self {
    Self(
      "missing-column",
      "Line 1: the file lacks \(names.count == 1 ? "the column" : "the columns") \(names.listed).",
      field: names.first, remedy: "Add what is missing; leave a field empty where nothing is known.")
  }
}

extension [String] {
  /// The elements as a person would say them: "a, b and c".
  fileprivate var listed: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
