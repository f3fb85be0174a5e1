/// A value that can be bound to a statement.
///
/// A type that wraps a raw value gets its conformance for nothing:
/// `extension Stage: PostgresCodable {}`.
public protocol PostgresEncodable: Sendable {
  /// The type the value is sent as.
  static var postgresType: PostgresType { get }
  /// The type a Swift array of such values is sent as; an array of `postgresType` unless said otherwise.
  static var postgresArrayType: PostgresType { get }
  /// Whether the value is SQL's NULL. Only `Optional` says yes.
  var postgresIsNull: Bool { get }

  /// Appends the value in PostgreSQL's binary format.
  func encode(into buffer: inout PostgresBuffer)
  /// Appends an array of values; as a one-dimensional array of PostgreSQL unless said otherwise.
  static func encode(array: [Self], into buffer: inout PostgresBuffer)
}

/// A value that can be read from a column.
public protocol PostgresDecodable {
  /// Reads a value from the bytes the server sent.
  ///
  /// - Throws: ``PostgresValue/Defect`` when the bytes are not such a value. ``Row`` adds the column's name.
  init(postgres value: PostgresValue) throws
  /// Reads an array of values.
  static func array(postgres value: PostgresValue) throws -> [Self]
}

/// A value that goes both ways.
public typealias PostgresCodable = PostgresDecodable & PostgresEncodable

extension PostgresEncodable {
  public static var postgresArrayType: PostgresType {
    PostgresType(oid: postgresType.arrayOID)
  }

  public var postgresIsNull: Bool { false }
}

extension RawRepresentable where Self: PostgresEncodable, RawValue: PostgresEncodable {
  public static var postgresType: PostgresType { RawValue.postgresType }

  public func encode(into buffer: inout PostgresBuffer) { rawValue.encode(into: &buffer) }
}

extension RawRepresentable where Self: PostgresDecodable, RawValue: PostgresDecodable {
  public init(postgres value: PostgresValue) throws {
    guard let known = Self(rawValue: try RawValue(postgres: value)) else {
      throw PostgresValue.Defect.notA(String(describing: Self.self))
    }
    self = known
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  public static var postgresType: PostgresType { Wrapped.postgresType }
  public var postgresIsNull: Bool { self?.postgresIsNull ?? true }

  public func encode(into buffer: inout PostgresBuffer) { self?.encode(into: &buffer) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  public init(postgres value: PostgresValue) throws {
    self = value.isNull ? nil : try Wrapped(postgres: value)
  }
}
