import Clinic

/// The body is not JSON as RFC 8259 has it.
package struct MalformedJSON: Refusal, Hashable {
  /// What is wrong, to be read after "The body".
  let problem: String
  /// Where, counted in bytes from 0.
  let offset: Int

  package var code: String { "malformed-json" }
  package var message: String { "The body \(problem), at byte \(offset)." }
  package var remedy: String { "Send one JSON object in UTF-8." }
  package var kind: RefusalKind { .invalid }
}

/// Reads JSON strictly: no comments, no trailing commas, no name twice in an object, only UTF-8.
struct JSONParser {
  /// How deep values may be nested; what clinics send is shallow.
  static let depthLimit = 32

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  static func parse(_ bytes: [UInt8]) throws(MalformedJSON) -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw MalformedJSON(problem: "is not UTF-8", offset: 0)
    }
    var parser = JSONParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    if parser.position < bytes.count { throw parser.fault("goes on after its end") }
    return value
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func fault(_ problem: String) -> MalformedJSON { MalformedJSON(problem: problem, offset: position) }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(MalformedJSON) -> JSONValue {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try nested { (parser) throws(MalformedJSON) in try parser.object() }
    case UInt8(ascii: "["): return try nested { (parser) throws(MalformedJSON) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case let byte? where byte == UInt8(ascii: "-") || (48...57).contains(byte): return .number(try number())
    case nil: throw fault("ends too early")
    default:
      for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
      throw fault("has something that is not JSON")
    }
  }

  private mutating func nested(
    _ read: (inout JSONParser) throws(MalformedJSON) -> JSONValue
  ) throws(MalformedJSON) -> JSONValue {
    depth += 1
    if depth > Self.depthLimit { throw fault("is nested too deeply") }
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(MalformedJSON) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw fault("has a member without a name") }
      let name = try string()
      guard names.insert(name).inserted else { throw fault("has a name twice in one object") }
      guard take(UInt8(ascii: ":")) else { throw fault("has a member without a colon") }
      members.append(JSONValue.Member(name: name, value: try value()))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw fault("has an object that does not end") }
    return .object(members)
  }

  private mutating func array() throws(MalformedJSON) -> JSONValue {
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw fault("has a list that does not end") }
    return .array(elements)
  }
}

extension JSONParser {
  private mutating func number() throws(MalformedJSON) -> String {
    let start = position
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
    func digits(_ parser: inout JSONParser) throws(MalformedJSON) {
      guard isDigit(parser.current) else { throw parser.fault("has a number that is none") }
      while isDigit(parser.current) { parser.position += 1 }
    }
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try digits(&self) }
    if current == UInt8(ascii: ".") {
      position += 1
      try digits(&self)
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits(&self)
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string() throws(MalformedJSON) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escaped()).utf8)
      case 0..<0x20: throw fault("has a control character in a text")
      default: text.append(byte)
      }
    }
    throw fault("ends inside a text")
  }

  private mutating func escaped() throws(MalformedJSON) -> Unicode.Scalar {
    guard let byte = current else { throw fault("ends inside a text") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    default: throw fault("has an escape that JSON does not know")
    }
  }

  private mutating func scalar() throws(MalformedJSON) -> Unicode.Scalar {
    let high = try unit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    // A pair of surrogates stands for one character; half a pair stands for none.
    guard (0xD800..<0xDC00).contains(high), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw fault("has half a character") }
    position += 2
    let low = try unit()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF))
    else { throw fault("has half a character") }
    return scalar
  }

  private mutating func unit() throws(MalformedJSON) -> UInt32 {
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16),
      bytes[position] != UInt8(ascii: "+"), bytes[position] != UInt8(ascii: "-")
    else { throw fault("has an escape that JSON does not know") }
    position += 4
    return unit
  }
}
