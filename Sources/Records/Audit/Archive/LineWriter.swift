/// Writes the lines of an archive, always in the same way, so that a line that was changed at all is another.
struct LineWriter {
  private var text: String
  private var isFirst = true

  init(_ name: String) { text = "{\"\(name)\":{" }

  var line: String { text + "}}" }

  mutating func add(_ name: String, _ number: Int64?) { key(name, number.map { "\($0)" } ?? "null") }

  mutating func add(_ name: String, _ string: String?) { key(name, string.map(Self.quoted) ?? "null") }

  mutating func add(_ name: String, _ strings: [String]) {
    key(name, "[\(strings.map(Self.quoted).joined(separator: ","))]")
  }

  private mutating func key(_ name: String, _ value: String) {
    if !isFirst { text += "," }
    isFirst = false
    text += "\"\(name)\":\(value)"
  }

  private static func quoted(_ string: String) -> String {
    let isPlain = string.utf8.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain { return "\"\(string)\"" }
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\\(scalar)"
      case "\u{0}"..<" ":
        quoted += "\\u00" + [UInt8(scalar.value)].hexadecimal
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
