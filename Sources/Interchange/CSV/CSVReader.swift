/// Reads a CSV file (RFC 4180) record by record, with memory for one record and one chunk.
///
/// The well-kept libraries (SwiftCSV among them) take the whole file as a string; files here have millions of rows.
/// Fields are bytes until somebody asks for their text. Empty lines are not records.
package struct CSVReader: ~Copyable {
  /// No record may be larger; what is larger is a quote that never closes, or not CSV at all.
  static let largestRecord = 1 << 20

  private let source: ByteSource
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var lines = 1
  private var marks = RecordMarks()

  /// The line of the file on which the present record begins, from 1.
  package private(set) var line = 0

  package init(_ source: ByteSource) {
    self.source = source
  }

  /// The number of fields of the present record.
  package var count: Int { marks.fields.count }

  /// What is wrong with the present record, and in which field; nil when nothing is.
  package var defect: (column: Int, defect: CSVDefect)? { marks.defect }

  /// The bytes of a field of the present record, without its quotes.
  package subscript(_ column: Int) -> ArraySlice<UInt8> {
    buffer[marks.fields[column]]
  }

  /// The text of a field of the present record; bytes that are not UTF-8 show as �.
  package func text(_ column: Int) -> String {
    String(decoding: self[column], as: UTF8.self)
  }

  /// Moves to the next record; false at the end of the file.
  ///
  /// Throws `UnreadableFile` when the file cannot be read, or a quote that was opened is never closed.
  package mutating func next() throws -> Bool {
    if lines == 1 && line == 0 { try skipByteOrderMark() }
    while true {
      line = lines
      switch marks.scan(buffer, from: position, isAtEnd: isAtEnd) {
      case .record(let end, let newLines):
        position = end
        lines += newLines
        if marks.isEmptyLine { continue }
        if marks.needsUnquoting { marks.unquote(&buffer) }
        if marks.defect == nil && marks.hasHighBytes { marks.checkUTF8(buffer) }
        return true
      case .more:
        guard !isAtEnd else { return try end() }
        try read()
      }
    }
  }

  private mutating func end() throws -> Bool {
    guard position < buffer.count else { return false }
    throw UnreadableFile.openQuote(line: line, column: marks.fields.count + 1)
  }

  /// Passes over the mark that spreadsheets write before the header.
  private mutating func skipByteOrderMark() throws {
    while buffer.count < 3 && !isAtEnd { try read() }
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  private mutating func read() throws {
    buffer.removeFirst(position)
    position = 0
    guard buffer.count <= Self.largestRecord else {
      throw UnreadableFile.recordTooLarge(line: line, limit: Self.largestRecord)
    }
    let chunk = try source.next()
    buffer.append(contentsOf: chunk)
    isAtEnd = chunk.isEmpty
  }
}

/// What can be wrong with the bytes of one record.
package enum CSVDefect: String, Sendable, Hashable {
  case nul = "NUL byte"
  case invalidUTF8 = "invalid UTF-8"
  case strayQuote = "stray quote"
  case strayReturn = "stray carriage return"
}
