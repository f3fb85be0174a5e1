/// The type of a value as PostgreSQL names it on the wire.
public struct PostgresType: Hashable, Sendable {
  /// How a value's bytes are to be read.
  package enum Format: Sendable { case text, binary }

  /// The object identifier of the type; 0 leaves the choice to the server.
  public let oid: UInt32
  /// The object identifier of the type's array.
  public let arrayOID: UInt32
  /// Whether values travel as text or in binary.
  package let format: Format

  /// A type whose values travel in PostgreSQL's binary format.
  ///
  /// - Parameters:
  ///   - oid: The object identifier in `pg_type`.
  ///   - arrayOID: The identifier of the array of it, or 0 if it is never sent as an array.
  public init(oid: UInt32, arrayOID: UInt32 = 0) {
    self.init(oid: oid, arrayOID: arrayOID, format: .binary)
  }

  /// A type whose values travel in the given format.
  package init(oid: UInt32, arrayOID: UInt32, format: Format) {
    self.oid = oid
    self.arrayOID = arrayOID
    self.format = format
  }
}

extension PostgresType {
  /// PostgreSQL's `bool`.
  public static let bool = PostgresType(oid: 16, arrayOID: 1000)
  /// PostgreSQL's `bytea`.
  public static let bytea = PostgresType(oid: 17, arrayOID: 1001)
  /// PostgreSQL's `int8`.
  public static let int8 = PostgresType(oid: 20, arrayOID: 1016)
  /// PostgreSQL's `int2`.
  public static let int2 = PostgresType(oid: 21, arrayOID: 1005)
  /// PostgreSQL's `int4`.
  public static let int4 = PostgresType(oid: 23, arrayOID: 1007)
  /// PostgreSQL's `float4`.
  public static let float4 = PostgresType(oid: 700, arrayOID: 1021)
  /// PostgreSQL's `float8`.
  public static let float8 = PostgresType(oid: 701, arrayOID: 1022)
  /// PostgreSQL's `date`.
  public static let date = PostgresType(oid: 1082, arrayOID: 1182)
  /// PostgreSQL's `timestamptz`.
  public static let timestamptz = PostgresType(oid: 1184, arrayOID: 1185)
  /// PostgreSQL's `interval`.
  public static let interval = PostgresType(oid: 1186, arrayOID: 1187)
  /// PostgreSQL's `numeric`.
  public static let numeric = PostgresType(oid: 1700, arrayOID: 1231)
  /// PostgreSQL's `uuid`.
  public static let uuid = PostgresType(oid: 2950, arrayOID: 2951)
  /// PostgreSQL's `jsonb`.
  public static let jsonb = PostgresType(oid: 3802, arrayOID: 3807)
  /// PostgreSQL's `int4range`.
  public static let int4range = PostgresType(oid: 3904, arrayOID: 3905)
  /// PostgreSQL's `numrange`.
  public static let numrange = PostgresType(oid: 3906, arrayOID: 3907)
  /// PostgreSQL's `tstzrange`.
  public static let tstzrange = PostgresType(oid: 3910, arrayOID: 3911)
  /// PostgreSQL's `daterange`.
  public static let daterange = PostgresType(oid: 3912, arrayOID: 3913)
  /// PostgreSQL's `int8range`.
  public static let int8range = PostgresType(oid: 3926, arrayOID: 3927)

  /// Text whose type the server infers from its place in the statement.
  ///
  /// That way a `String` also fits a column of an enumerated type, `citext` or `jsonb`.
  public static let text = PostgresType(oid: 0, arrayOID: 1009, format: .text)

  /// The identifier an element announces inside an array, where it cannot be left open.
  var elementOID: UInt32 { oid == 0 ? 25 : oid }
}
