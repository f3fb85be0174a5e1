/// A statement and how to read its answer: a value that says everything about a question to the database.
public struct Query<Result: Sendable>: Sendable {
  /// The statement.
  package let sql: SQL
  let decode: @Sendable (ResultHandle) throws -> Result

  init(_ sql: SQL, result decode: @escaping @Sendable (ResultHandle) throws -> Result) {
    self.sql = sql
    self.decode = decode
  }

  /// The same statement, with its result turned into something else.
  public func map<Other>(_ transform: @escaping @Sendable (Result) throws -> Other) -> Query<Other> {
    Query<Other>(sql) { [decode] in try transform(try decode($0)) }
  }

  /// All rows, in the order the server sent them.
  public static func all<Value>(
    _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> Value
  ) -> Query where Result == [Value] {
    Query(sql) { result in
      var values: [Value] = []
      values.reserveCapacity(result.rowCount)
      for index in 0..<result.rowCount { values.append(try decode(Row(result: result, index: index))) }
      return values
    }
  }

  /// The first row, or nil when there is none.
  public static func first<Value>(
    _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> Value
  ) -> Query where Result == Value? {
    Query(sql) { result in
      result.rowCount > 0 ? try decode(Row(result: result, index: 0)) : nil
    }
  }

  /// The only row.
  ///
  /// - Throws: When run, ``PostgresError`` of kind `rowCount` unless there is exactly one.
  public static func one(_ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> Result) -> Query {
    Query(sql) { result in
      guard result.rowCount == 1 else {
        throw PostgresError(.rowCount, .done, "one row was expected and \(result.rowCount) came")
      }
      return try decode(Row(result: result, index: 0))
    }
  }
}

extension Query where Result == Int {
  /// The number of rows the statement changed.
  public static func execute(_ sql: SQL) -> Query {
    Query(sql) { $0.affectedRows }
  }
}
