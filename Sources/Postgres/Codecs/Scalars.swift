import Foundation

extension Bool: PostgresCodable {
  public static var postgresType: PostgresType { .bool }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(UInt8(self ? 1 : 0)) }

  public init(postgres value: PostgresValue) throws {
    try value.expect(16)
    self = try value.integer(UInt8.self) != 0
  }
}

extension Float: PostgresCodable {
  public static var postgresType: PostgresType { .float4 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(bitPattern) }

  public init(postgres value: PostgresValue) throws {
    try value.expect(700)
    self.init(bitPattern: try value.integer())
  }
}

extension Double: PostgresCodable {
  public static var postgresType: PostgresType { .float8 }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(bitPattern) }

  public init(postgres value: PostgresValue) throws {
    switch value.type {
    case 700: self = Double(try Float(postgres: value))
    default:
      try value.expect(701)
      self.init(bitPattern: try value.integer())
    }
  }
}

extension UUID: PostgresCodable {
  public static var postgresType: PostgresType { .uuid }

  public func encode(into buffer: inout PostgresBuffer) {
    withUnsafeBytes(of: uuid) { buffer.append(bytes: $0) }
  }

  public init(postgres value: PostgresValue) throws {
    try value.expect(2950)
    guard value.count == 16 else { throw PostgresValue.Defect.notA("UUID") }
    var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    value.withBytes { source in
      withUnsafeMutableBytes(of: &bytes) { target in
        source.withUnsafeBytes { target.copyMemory(from: $0) }
      }
    }
    self.init(uuid: bytes)
  }
}

extension Data: PostgresCodable {
  public static var postgresType: PostgresType { .bytea }

  public func encode(into buffer: inout PostgresBuffer) { buffer.append(bytes: self) }

  public init(postgres value: PostgresValue) throws {
    try value.expect(17)
    self.init(value.bytes)
  }
}
