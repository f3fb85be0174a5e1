/// A statement and the values it binds.
///
/// Interpolated values become `$1`, `$2`, … and travel apart from the text, so `"… WHERE id = \(id)"` is safe.
/// Another ``SQL`` is spliced in and its parameters are renumbered. The text itself is made of literals only;
/// ``init(unsafe:)`` is the one way to put computed text in.
public struct SQL: Sendable {
  struct Parameter: Sendable {
    let type: PostgresType
    /// Where the bytes of the value begin in `values`.
    let start: Int
    /// The number of bytes, or -1 for NULL.
    let length: Int
    /// Where in `text` the `$` of the parameter stands.
    let position: Int
  }

  private(set) var text: [UInt8] = []
  private(set) var parameters: [Parameter] = []
  private(set) var values = PostgresBuffer()
  /// Set when a value cannot be sent at all.
  private(set) var defect: String?

  private init() {}

  /// A statement that cannot be written as a literal, such as one that names a database.
  ///
  /// Nothing in `text` is checked or escaped.
  public init(unsafe text: String) {
    append(text: text.utf8)
    if text.utf8.contains(0) { defect = "a statement holds a NUL character" }
  }
}

extension SQL {
  /// The statement alone, as a cache keeps it.
  var withoutValues: SQL {
    var copy = self
    copy.values = PostgresBuffer()
    return copy
  }

  /// The statement with every line that many blanks further in, for reading.
  ///
  /// A line break inside a quoted text of the statement is no exception; values are not touched.
  public func indented(by blanks: Int = 2) -> SQL {
    let margin = Array(repeating: UInt8(ascii: " "), count: blanks)
    var (moved, copied) = (self, 0)
    moved.text = margin
    moved.parameters = []
    func copy(to end: Int) {
      for byte in text[copied..<end] {
        moved.text.append(byte)
        if byte == UInt8(ascii: "\n") { moved.text.append(contentsOf: margin) }
      }
      copied = end
    }
    for parameter in parameters {
      copy(to: parameter.position)
      moved.parameters.append(
        Parameter(
          type: parameter.type, start: parameter.start, length: parameter.length, position: moved.text.count))
    }
    copy(to: text.count)
    return moved
  }

  fileprivate mutating func append(text newText: some Collection<UInt8>) {
    text.append(contentsOf: newText)
  }

  fileprivate mutating func bind(_ value: some PostgresEncodable) {
    let type = Swift.type(of: value).postgresType
    let start = values.bytes.count
    guard !value.postgresIsNull else { return place(type, start: start, length: -1) }
    value.encode(into: &values)
    let length = values.bytes.count - start
    if type.format == .text {
      // libpq reads text up to a NUL: one inside the value would silently cut it short.
      if values.bytes[start...].contains(0) { defect = "a text holds a NUL character" }
      values.append(UInt8(0))
    }
    place(type, start: start, length: length)
  }

  private mutating func place(_ type: PostgresType, start: Int, length: Int) {
    parameters.append(Parameter(type: type, start: start, length: length, position: text.count))
    text.append(UInt8(ascii: "$"))
    if parameters.count < 10 {
      text.append(UInt8(ascii: "0") + UInt8(parameters.count))
    } else {
      text.append(contentsOf: String(parameters.count).utf8)
    }
  }

  fileprivate mutating func splice(_ fragment: SQL) {
    let base = values.bytes.count
    values.append(bytes: fragment.values.bytes)
    defect = defect ?? fragment.defect
    var copied = 0
    for (index, parameter) in fragment.parameters.enumerated() {
      append(text: fragment.text[copied..<parameter.position])
      copied = parameter.position + 1 + String(index + 1).utf8.count
      place(parameter.type, start: base + parameter.start, length: parameter.length)
    }
    append(text: fragment.text[copied...])
  }
}

extension SQL: ExpressibleByStringInterpolation {
  /// A statement without values.
  public init(stringLiteral value: StaticString) {
    value.withUTF8Buffer { append(text: $0) }
  }

  /// A statement with its values.
  public init(stringInterpolation: Interpolation) { self = stringInterpolation.sql }

  /// Collects the pieces of an interpolated statement.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var sql = SQL()

    /// Makes room for a statement of that size.
    public init(literalCapacity: Int, interpolationCount: Int) {
      sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      sql.parameters.reserveCapacity(interpolationCount)
      sql.values.reserve(16 * interpolationCount)
    }

    /// Adds a piece of the statement itself.
    public mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { sql.append(text: $0) }
    }

    /// Binds a value.
    public mutating func appendInterpolation(_ value: some PostgresEncodable) { sql.bind(value) }

    /// Says that an optional is meant, which the compiler would warn about otherwise.
    public mutating func appendInterpolation(_ value: (some PostgresEncodable)?) { sql.bind(value) }

    /// Splices a fragment in, with its values.
    public mutating func appendInterpolation(_ fragment: SQL) { sql.splice(fragment) }
  }
}

extension SQL: CustomStringConvertible {
  /// The statement without its values: safe to log.
  public var description: String { String(decoding: text, as: UTF8.self) }
}
