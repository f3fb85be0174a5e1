/// Reads a file of records a line at a time; a line ends in LF or CRLF.
struct TEDSLineReader {
  private let source: ByteSource
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var number = 0

  init(_ source: ByteSource) {
    self.source = source
  }

  /// The next line without its end; nil behind the last.
  ///
  /// Throws `UnreadableFile` where the file cannot be read, or a line is so long that it is none of a record.
  mutating func next() throws -> ArraySlice<UInt8>? {
    while true {
      if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        return line(buffer[position..<end])
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return line(buffer[position...])
      }
      guard buffer.count - position < 1 << 20 else {
        throw UnreadableFile.recordTooLarge(line: number + 1, limit: 1 << 20)
      }
      let more = try source.next()
      isAtEnd = more.isEmpty
      buffer = Array(buffer[position...]) + more
      position = 0
    }
  }

  private mutating func line(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    number += 1
    return bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
  }
}
