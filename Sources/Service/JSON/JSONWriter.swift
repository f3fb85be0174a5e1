/// Writes JSON straight into bytes, in the order in which it is told.
///
/// Every answer goes through it: the compiler sees each member, and nothing is looked up while a request waits.
package struct JSONWriter {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 1_024) {
    bytes.reserveCapacity(capacity)
  }

  /// Writes an object with the members that `members` adds.
  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// Writes an array of what `write` makes of each element.
  package mutating func array<Elements: Sequence>(
    _ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    bytes.append(UInt8(ascii: "["))
    for element in elements {
      separate()
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Adds a member to the object being written.
  package mutating func field(_ name: String, _ value: some Representation) {
    key(name)
    value.write(to: &self)
  }

  /// Adds a member whose name is not ours, and so may hold anything.
  mutating func field(escaping name: String, _ value: some Representation) {
    separate()
    string(name)
    bytes.append(UInt8(ascii: ":"))
    value.write(to: &self)
  }

  /// Adds a member when there is a value; what does not exist is left out.
  package mutating func field(_ name: String, _ value: (some Representation)?) {
    if let value { field(name, value) }
  }

  /// Adds a member that is an object of its own.
  package mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  /// Adds a member that is an array.
  package mutating func array<Elements: Sequence>(
    _ name: String, _ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
  ) {
    key(name)
    array(elements, write)
  }

  /// Writes a string, escaped where JSON asks for it.
  package mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: Self.isEscaped) {
      for byte in text.utf8 { escape(byte) }
    } else {
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes text that is JSON already: a number, a word of the language.
  package mutating func raw(_ text: some StringProtocol) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds a byte that stands for itself in a string, such as a digit.
  mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  /// Names are ours, so there is nothing in them to escape.
  private mutating func key(_ name: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// A string ends with its quote, so a bracket at the end always is one that has just been opened.
  private mutating func separate() {
    if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
      bytes.append(UInt8(ascii: ","))
    }
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw(#"\""#)
    case UInt8(ascii: "\\"): raw(#"\\"#)
    case UInt8(ascii: "\n"): raw(#"\n"#)
    case UInt8(ascii: "\t"): raw(#"\t"#)
    case 0..<0x20:
      raw(byte < 0x10 ? #"\u000\#(String(byte, radix: 16))"# : #"\u00\#(String(byte, radix: 16))"#)
    default: bytes.append(byte)
    }
  }
}
