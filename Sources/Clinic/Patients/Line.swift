import Foundation

/// One line of text that a person typed: trimmed, 1 to 200 characters, nothing invisible that misleads.
package struct Line: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String
  package static let limit = 200

  package var description: String { rawValue }

  package init(_ text: String, field: String? = nil) throws(InvalidValue) {
    rawValue = try text.parsed(limit: Self.limit, lines: false, field: field)
  }

  /// Nil where the other initializer throws.
  package init?(rawValue: String) {
    guard let line = try? Line(rawValue) else { return nil }
    self = line
  }

  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self), field: decoder.field)
  }
}

/// Text of several lines that a person typed: trimmed, 1 to 10,000 characters.
package struct Note: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String
  package static let limit = 10_000

  package var description: String { rawValue }

  package init(_ text: String, field: String? = nil) throws(InvalidValue) {
    rawValue = try text.parsed(limit: Self.limit, lines: true, field: field)
  }

  /// Nil where the other initializer throws.
  package init?(rawValue: String) {
    guard let note = try? Note(rawValue) else { return nil }
    self = note
  }

  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self), field: decoder.field)
  }
}

extension String {
  /// The text trimmed and in canonical composition (NFC), so that equal names are equal bytes.
  ///
  /// The limit counts code points, as PostgreSQL does. The refusal never repeats the text.
  func parsed(limit: Int, lines: Bool, field: String?) throws(InvalidValue) -> String {
    let text = trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    if text.isEmpty {
      throw InvalidValue(
        "empty-text", field: field, problem: "is empty", remedy: "Write something, or leave the field out.")
    }
    if text.unicodeScalars.count > limit {
      throw InvalidValue(
        "text-too-long", field: field, problem: "is longer than \(limit) characters",
        remedy: "Shorten it to at most \(limit) characters.")
    }
    if text.unicodeScalars.contains(where: { $0.isRefused && !(lines && $0.isLayout) }) {
      throw InvalidValue(
        "control-character", field: field, problem: "holds a control character",
        remedy: lines
          ? "Leave out everything but text, tabs and line breaks." : "Write it as one line of text.")
    }
    return text
  }
}

extension Unicode.Scalar {
  fileprivate var isLayout: Bool { self == "\n" || self == "\t" || self == "\r" }

  /// Controls, line separators and the marks that turn the direction of text, which can disguise a name.
  fileprivate var isRefused: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
  }
}
