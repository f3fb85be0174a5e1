/// The type of a value as PostgreSQL names it on the wire.
public struct PostgresType: Hashable, Sendable {
  /// How a value's bytes are to be read.
  package enum Format: Sendable { case text, binary }

  /// The object identifier of the type; 0 leaves the choice to the server.
  public let oid: UInt32
  /// The object identifier of the type's array.
  public let arrayOID: UInt32
  package let format: Format

  /// A type whose values travel in PostgreSQL's binary format.
  ///
  /// - Parameters:
  ///   - oid: The object identifier in `pg_type`.
  ///   - arrayOID: The identifier of the array of it, or 0 if it is never sent as an array.
  public init(oid: UInt32, arrayOID: UInt32 = 0) {
    self.init(oid: oid, arrayOID: arrayOID, format: .binary)
  }

  package init(oid: UInt32, arrayOID: UInt32, format: Format) {
    self.oid = oid
    self.arrayOID = arrayOID
    self.format = format
  }
}

extension PostgresType {
  public static let bool = PostgresType(oid: 16, arrayOID: 1000)
  public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
  public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
  public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
  public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
  public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
  public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
  public static let date = PostgresType(oid: 1082, arrayOID: 1182)
  public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
  public static let interval = PostgresType(oid: 1186, arrayOID: 1187)
  public static let numeric = PostgresType(oid: 1700, arrayOID: 1231)
  public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
  public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
  public static let int4range = PostgresType(oid: 3904, arrayOID: 3905)
  public static let numrange = PostgresType(oid: 3906, arrayOID: 3907)
  public static let tstzrange = PostgresType(oid: 3910, arrayOID: 3911)
  public static let daterange = PostgresType(oid: 3912, arrayOID: 3913)
  public static let int8range = PostgresType(oid: 3926, arrayOID: 3927)

  /// Text whose type the server infers from its place in the statement.
  ///
  /// That way a `String` also fits a column of an enumerated type, `citext` or `jsonb`.
  public static let text = PostgresType(oid: 0, arrayOID: 1009, format: .text)

  /// The identifier an element announces inside an array, where it cannot be left open.
  var elementOID: UInt32 { oid == 0 ? 25 : oid }
}
