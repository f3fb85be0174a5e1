import Clinic
import Foundation

/// Something that has a form in JSON, the same over HTTP and in the output of commands.
package protocol Representation {
  func write(to json: inout JSONWriter)
}

/// JSON as text, for those who print it.
package enum JSON {
  package static func bytes(_ value: some Representation) -> [UInt8] {
    var writer = JSONWriter()
    value.write(to: &writer)
    return writer.bytes
  }

  package static func text(_ value: some Representation) -> String {
    String(decoding: bytes(value), as: UTF8.self)
  }

  /// The same for values that describe themselves to an encoder, as reports do: keys in snake case, times in UTC.
  package static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  package static func text(_ value: some Encodable) throws -> String {
    String(decoding: try bytes(value), as: UTF8.self)
  }
}

extension Array: Representation where Element: Representation {
  package func write(to json: inout JSONWriter) {
    json.array(self) { $1.write(to: &$0) }
  }
}

extension String: Representation {
  package func write(to json: inout JSONWriter) { json.string(self) }
}

extension Bool: Representation {
  package func write(to json: inout JSONWriter) { json.raw(self ? "true" : "false") }
}

extension Int: Representation {
  package func write(to json: inout JSONWriter) { json.raw(String(self)) }
}

extension Int16: Representation {
  package func write(to json: inout JSONWriter) { json.raw(String(self)) }
}

extension Int32: Representation {
  package func write(to json: inout JSONWriter) { json.raw(String(self)) }
}

extension Int64: Representation {
  package func write(to json: inout JSONWriter) { json.raw(String(self)) }
}

extension Double: Representation {
  /// Of a finite number; there is no other in our answers.
  package func write(to json: inout JSONWriter) { json.raw(String(self)) }
}

extension Identifier: Representation {
  package func write(to json: inout JSONWriter) {
    let id = rawValue.uuid
    let bytes = [
      id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15,
    ]
    json.append(UInt8(ascii: "\""))
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { json.append(UInt8(ascii: "-")) }
      json.append(Self.hexadecimal(byte >> 4))
      json.append(Self.hexadecimal(byte & 0xF))
    }
    json.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}

extension Day: Representation {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Line: Representation {
  package func write(to json: inout JSONWriter) { json.string(rawValue) }
}

extension Note: Representation {
  package func write(to json: inout JSONWriter) { json.string(rawValue) }
}

extension DetailedDrug: Representation {
  package func write(to json: inout JSONWriter) { json.raw(String(rawValue)) }
}

extension Recorded: Representation where Value: Representation {
  package func write(to json: inout JSONWriter) {
    switch self {
    case .value(let value): value.write(to: &json)
    case .missing(let reason): json.object { $0.field("missing", reason.rawValue) }
    }
  }
}
