/// Where the fields of one record stand in the buffer, and what is odd about them.
struct RecordMarks {
  enum Outcome {
    /// The record ends before the offset `end`, and took so many lines.
    case record(end: Int, newLines: Int)
    /// The buffer ends before the record does.
    case more
  }

  private(set) var fields: [Range<Int>] = []
  private(set) var defect: (column: Int, defect: CSVDefect)?
  private(set) var hasHighBytes = false
  private var doubled: [Int] = []  // the columns that hold doubled quotes
  private(set) var isEmptyLine = false

  var needsUnquoting: Bool { !doubled.isEmpty }

  /// Finds the fields of the record that starts at `start`.
  mutating func scan(_ bytes: [UInt8], from start: Int, isAtEnd: Bool) -> Outcome {
    fields.removeAll(keepingCapacity: true)
    doubled.removeAll(keepingCapacity: true)
    (defect, hasHighBytes, isEmptyLine) = (nil, false, false)
    let span = bytes.span
    let end = span.count
    guard start < end else { return .more }
    var field = start
    var index = start
    var high: UInt8 = 0
    var newLines = 0
    while true {
      if index == field && index < end && span[index] == .quote {
        guard let closed = quoted(span, from: index + 1, newLines: &newLines, high: &high) else {
          return .more
        }
        index = closed + 1
        // A quote at the very end of the buffer may be the first of two.
        if index == end && !isAtEnd { return .more }
        let content = field + 1..<closed
        let next = index < end ? span[index] : .lineFeed
        if next != .comma && next != .lineFeed && next != .carriageReturn {
          note(.strayQuote)
        } else if next == .carriageReturn && index + 1 < end && span[index + 1] != .lineFeed {
          note(.strayReturn)
        }
        while index < end && span[index] != .comma && span[index] != .lineFeed { index += 1 }
        fields.append(content)
      } else {
        while index < end {
          let byte = span[index]
          if byte > .comma {
            high |= byte
          } else if byte == .comma || byte == .lineFeed {
            break
          } else if byte == 0 {
            note(.nul)
          } else if byte == .quote {
            note(.strayQuote)
          } else if byte == .carriageReturn && !(index + 1 == end || span[index + 1] == .lineFeed) {
            note(.strayReturn)
          }
          index += 1
        }
        let last = index > field && span[index - 1] == .carriageReturn ? index - 1 : index
        fields.append(field..<last)
      }
      guard index < end else {
        guard isAtEnd else { return .more }
        break
      }
      index += 1
      if span[index - 1] == .lineFeed { break }
      field = index
    }
    hasHighBytes = high >= 0x80
    isEmptyLine = fields.count == 1 && fields[0].isEmpty && span[start] != .quote
    return .record(end: index, newLines: newLines + 1)
  }

  /// The offset of the quote that closes the field, or nil when the buffer ends first.
  private mutating func quoted(
    _ bytes: Span<UInt8>, from start: Int, newLines: inout Int, high: inout UInt8
  ) -> Int? {
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      high |= byte
      if byte == .quote {
        guard index + 1 < bytes.count, bytes[index + 1] == .quote else { return index }
        if doubled.last != fields.count { doubled.append(fields.count) }
        index += 1
      } else if byte == .lineFeed {
        newLines += 1
      } else if byte == 0 {
        note(.nul)
      }
      index += 1
    }
    return nil
  }

  private mutating func note(_ found: CSVDefect) {
    if defect == nil { defect = (fields.count, found) }
  }

  /// Makes one quote of two, in place; only for a record that is whole.
  mutating func unquote(_ bytes: inout [UInt8]) {
    for column in doubled {
      let field = fields[column]
      var target = field.lowerBound
      var index = field.lowerBound
      while index < field.upperBound {
        bytes[target] = bytes[index]
        index += bytes[index] == .quote ? 2 : 1
        target += 1
      }
      fields[column] = field.lowerBound..<target
    }
  }

  /// Notes the first field that is not UTF-8.
  mutating func checkUTF8(_ bytes: [UInt8]) {
    for (column, field) in fields.enumerated()
    where String(validating: bytes[field], as: UTF8.self) == nil {
      defect = (column, .invalidUTF8)
      return
    }
  }
}

extension UInt8 {
  static let comma = UInt8(ascii: ",")
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
}
