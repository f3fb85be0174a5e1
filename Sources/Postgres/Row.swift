/// A row of a result.
///
/// It keeps the memory of the result it is part of.
public struct Row: Sendable {
  let result: ResultHandle
  let index: Int

  /// Decodes the column of that name.
  ///
  /// - Throws: ``PostgresError`` of kind `decoding`, which names the column and never the value.
  public subscript<Value: PostgresDecodable>(_ column: String) -> Value {
    get throws {
      guard let number = result.column(named: column) else { throw Self.failure(column, "is not in the row") }
      return try decode(number, named: column)
    }
  }

  /// Decodes the column of that number, from 0.
  ///
  /// - Throws: ``PostgresError`` of kind `decoding`, which names the column and never the value.
  public subscript<Value: PostgresDecodable>(_ column: Int) -> Value {
    get throws {
      guard (0..<result.columnCount).contains(column) else {
        throw Self.failure("\(column)", "is not in the row")
      }
      return try decode(column, named: nil)
    }
  }

  private func decode<Value: PostgresDecodable>(_ column: Int, named name: String?) throws -> Value {
    do {
      return try Value(postgres: result.value(row: index, column: column))
    } catch let defect as PostgresValue.Defect {
      throw Self.failure(name ?? result.columnName(column) ?? "\(column)", Self.reason(defect))
    }
  }

  private static func failure(_ column: String, _ reason: String) -> PostgresError {
    var error = PostgresError(.decoding, .done, "column \(column) \(reason)")
    error.column = column
    return error
  }

  private static func reason(_ defect: PostgresValue.Defect) -> String {
    switch defect {
    case .null: "is NULL"
    case .unexpectedType(let oid): "has the type with OID \(oid)"
    case .notA(let type): "is not a \(type)"
    }
  }
}
