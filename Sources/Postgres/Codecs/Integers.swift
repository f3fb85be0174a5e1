extension Int16: PostgresCodable {
  public static var postgresType: PostgresType { .int2 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }

  public init(postgres value: PostgresValue) throws { self = try value.anyInteger() }
}

extension Int32: PostgresCodable {
  public static var postgresType: PostgresType { .int4 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }

  public init(postgres value: PostgresValue) throws { self = try value.anyInteger() }
}

extension Int64: PostgresCodable {
  public static var postgresType: PostgresType { .int8 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(self) }

  public init(postgres value: PostgresValue) throws { self = try value.anyInteger() }
}

extension Int: PostgresCodable {
  public static var postgresType: PostgresType { .int8 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(Int64(self)) }

  public init(postgres value: PostgresValue) throws { self = try value.anyInteger() }
}

/// A byte travels as a `smallint`; an array of bytes is a `bytea`.
extension UInt8: PostgresCodable {
  public static var postgresType: PostgresType { .int2 }
  public static var postgresArrayType: PostgresType { .bytea }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(Int16(self)) }

  public static func encode(array: [UInt8], into buffer: inout PostgresBuffer) { buffer.append(bytes: array) }

  public init(postgres value: PostgresValue) throws { self = try value.anyInteger() }

  public static func array(postgres value: PostgresValue) throws -> [UInt8] {
    try value.expect(17)
    return value.bytes
  }
}

extension PostgresValue {
  /// An integer of whatever width the server sent, if it fits.
  fileprivate func anyInteger<Value: FixedWidthInteger>() throws -> Value {
    let wide: Int64 =
      switch type {
      case 20: try integer()
      case 23: Int64(try integer(Int32.self))
      case 21: Int64(try integer(Int16.self))
      case 26: Int64(try integer(UInt32.self))
      default: throw Defect.unexpectedType(oid: type)
      }
    guard let value = Value(exactly: wide) else { throw Defect.notA(String(describing: Value.self)) }
    return value
  }
}
