import Clinic
import Testing

@testable import Interchange

@Suite struct CSVReaderTests {
  /// Reads everything, with a chunk of every size that may cut a record in two.
  private func records(_ text: String) throws -> [[String]] {
    try records(Array(text.utf8))
  }

  private func records(_ bytes: [UInt8]) throws -> [[String]] {
    let whole = try records(bytes, chunk: bytes.count + 1)
    for chunk in 1...max(bytes.count, 1) {
      #expect(try records(bytes, chunk: chunk) == whole, "in chunks of \(chunk)")
    }
    return whole
  }

  private func records(_ bytes: [UInt8], chunk: Int) throws -> [[String]] {
    var reader = CSVReader(ByteSource(bytes, chunk: chunk))
    var records: [[String]] = []
    while try reader.next() { records.append((0..<reader.count).map { reader.text($0) }) }
    return records
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2\r", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    (",\n,,\n", [["", ""], ["", "", ""]]),
    ("a\n\n\r\nb\n", [["a"], ["b"]]),
    ("\"\"\n", [[""]]),
    ("\"a,b\",\"c\"\"d\",\"\"\"\"\n", [["a,b", "c\"d", "\""]]),
    ("\"two\nlines\",x\ny,z\n", [["two\nlines", "x"], ["y", "z"]]),
    ("\"a\"\r\n\"b\"", [["a"], ["b"]]),
    ("Zoë,日本\n", [["Zoë", "日本"]]),
    ("", []),
    ("\n\n", []),
  ])
  func `records are read as RFC 4180 says, wherever a chunk ends`(text: String, expected: [[String]]) throws {
    #expect(try records(text) == expected)
  }

  @Test func `a record knows the line on which it begins`() throws {
    var reader = CSVReader(ByteSource(Array("a\n\n\"b\nc\"\nd\n".utf8)))
    var lines: [Int] = []

    while try reader.next() { lines.append(reader.line) }

    #expect(lines == [1, 3, 5])
  }

  @Test(
    arguments: [
      ([0x61, 0x2C, 0x00, 0x0A], 1, CSVDefect.nul),
      ([0x22, 0x00, 0x22, 0x2C, 0x61, 0x0A], 0, .nul),
      ([0x61, 0x2C, 0x62, 0x2C, 0xFF, 0x0A], 2, .invalidUTF8),
      ([0x22, 0xC3, 0x22, 0x0A], 0, .invalidUTF8),
      ([0x61, 0x22, 0x62, 0x0A], 0, .strayQuote),
      ([0x22, 0x61, 0x22, 0x62, 0x2C, 0x63, 0x0A], 0, .strayQuote),
      ([0x61, 0x2C, 0x0D, 0x62, 0x0A], 1, .strayReturn),
    ] as [([UInt8], Int, CSVDefect)])
  func `a defect spoils its record and no other`(bytes: [UInt8], column: Int, defect: CSVDefect) throws {
    var reader = CSVReader(ByteSource(bytes + Array("x,y\n".utf8), chunk: 3))

    #expect(try reader.next())
    #expect(reader.defect?.column == column)
    #expect(reader.defect?.defect == defect)
    #expect(try reader.next())
    #expect(reader.defect == nil)
    #expect((0..<reader.count).map { reader.text($0) } == ["x", "y"])
  }

  @Test func `a quote that never closes ends the reading and names its line and column`() throws {
    var reader = CSVReader(ByteSource(Array("a,b\nc,\"d\ne,f\n".utf8)))
    _ = try reader.next()

    let error = #expect(throws: UnreadableFile.self) { _ = try reader.next() }

    #expect(error == .openQuote(line: 2, column: 2))
    #expect(error?.kind == .invalid)
  }

  @Test func `a line without an end is not held in memory`() {
    let endless = Array(repeating: UInt8(ascii: "a"), count: 3 << 20)
    var reader = CSVReader(ByteSource(endless, chunk: 1 << 16))

    let error = #expect(throws: UnreadableFile.self) { _ = try reader.next() }

    #expect(error?.code == "record-too-large")
  }
}
