/// Reads the lines that `LineWriter` writes, whose members always come in the same order.
///
/// Much faster than a reader of any JSON, and no other line is one of an archive anyway.
struct LineReader {
  /// The line is not one of those.
  struct Foreign: Error {}

  private var rest: ArraySlice<UInt8>
  private var isFirst = true

  /// Nil where the line has another name.
  init?(_ name: String, _ line: [UInt8]) {
    rest = line[...]
    guard skips("{\""), skips(name), skips("\":{") else { return nil }
  }

  mutating func number(_ name: String) throws -> Int64 {
    guard let number = try optionalNumber(name) else { throw Foreign() }
    return number
  }

  mutating func text(_ name: String) throws -> String {
    guard let text = try optionalText(name) else { throw Foreign() }
    return text
  }

  mutating func optionalNumber(_ name: String) throws -> Int64? {
    try key(name)
    if skips("null") { return nil }
    let digits = rest.prefix { $0 == UInt8(ascii: "-") || (48...57).contains($0) }
    guard let number = Int64(String(decoding: digits, as: UTF8.self)) else { throw Foreign() }
    rest = rest[digits.endIndex...]
    return number
  }

  mutating func optionalText(_ name: String) throws -> String? {
    try key(name)
    return skips("null") ? nil : try quoted()
  }

  mutating func texts(_ name: String) throws -> [String] {
    try key(name)
    guard skips("[") else { throw Foreign() }
    var texts: [String] = []
    while !skips("]") {
      guard texts.isEmpty || skips(",") else { throw Foreign() }
      texts.append(try quoted())
    }
    return texts
  }

  /// Throws where the line goes on.
  mutating func end() throws {
    guard skips("}}"), rest.isEmpty else { throw Foreign() }
  }

  private mutating func key(_ name: String) throws {
    guard isFirst || skips(","), skips("\""), skips(name), skips("\":") else { throw Foreign() }
    isFirst = false
  }

  private mutating func skips(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func quoted() throws -> String {
    guard skips("\"") else { throw Foreign() }
    var bytes: [UInt8] = []
    while let stop = rest.firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      bytes += rest[..<stop]
      let isEnd = rest[stop] == UInt8(ascii: "\"")
      rest = rest[(stop + 1)...]
      if isEnd {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Foreign() }
        return text
      }
      bytes.append(try escaped())
    }
    throw Foreign()
  }

  /// After a backslash: a character that is written with one, or the code of a control character.
  private mutating func escaped() throws -> UInt8 {
    if skips("u00") {
      guard let code = [UInt8](hexadecimal: String(decoding: rest.prefix(2), as: UTF8.self)), code.count == 1
      else { throw Foreign() }
      rest = rest.dropFirst(2)
      return code[0]
    }
    guard let next = rest.popFirst() else { throw Foreign() }
    return next
  }
}
