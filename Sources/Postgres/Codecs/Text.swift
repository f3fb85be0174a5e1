extension String: PostgresCodable {
  public static var postgresType: PostgresType { .text }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(utf8: self) }

  /// Reads any type whose binary form is its text: `text`, `varchar`, `char`, `name`, `json`, enumerated types.
  public init(postgres value: PostgresValue) throws {
    switch value.type {
    case 25, 1043, 1042, 19, 18, 114, 142, 705: break
    // Types made by users, such as enumerations and citext, have identifiers from here on.
    case 16384...: break
    default: throw PostgresValue.Defect.unexpectedType(oid: value.type)
    }
    self = try value.text()
  }
}

/// A JSON document as PostgreSQL's `jsonb` stores it, kept as text.
public struct JSONB: Hashable, Sendable {
  /// The document.
  public var text: String

  /// A document in JSON; the server refuses what is not JSON.
  public init(text: String) { self.text = text }
}

extension JSONB: PostgresCodable {
  public static var postgresType: PostgresType { .jsonb }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(UInt8(1))  // the version of the format
    buffer.append(utf8: text)
  }

  public init(postgres value: PostgresValue) throws {
    try value.expect(3802, 114)
    self.init(text: try value.text(from: value.type == 3802 ? 1 : 0))
  }
}
