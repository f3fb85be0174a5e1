import CLibPQ
import Synchronization

/// A result of libpq, freed with the last row that points into it.
///
/// `@unchecked Sendable`: libpq documents a `PGresult` as read-only once made, and nothing here changes it; the one thing
/// that is remembered beside it is atomic.
final class ResultHandle: @unchecked Sendable {
  enum Status {
    case command, rows, singleRow, copyIn, copyOut, sync, aborted, failure
  }

  enum Field {
    case severity, sqlState, message, detail, hint, schema, table, column, constraint, sourceFunction
  }

  private let raw: OpaquePointer
  /// The column after the one that was asked for last: rows are mostly read in the order of their columns.
  private let nextColumn = Atomic(0 as Int32)

  init(_ raw: OpaquePointer) { self.raw = raw }
  deinit { PQclear(raw) }

  static func status(of raw: OpaquePointer) -> Status {
    switch PQresultStatus(raw) {
    case PGRES_TUPLES_OK: .rows
    case PGRES_SINGLE_TUPLE: .singleRow
    case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .command
    case PGRES_PIPELINE_SYNC: .sync
    case PGRES_PIPELINE_ABORTED: .aborted
    case PGRES_COPY_IN: .copyIn
    case PGRES_COPY_OUT: .copyOut
    default: .failure
    }
  }

  /// Frees a result that nobody wants.
  static func discard(_ raw: OpaquePointer) { PQclear(raw) }

  /// The memory the result takes, in bytes.
  var weight: Int { PQresultMemorySize(raw) }
  var status: Status { Self.status(of: raw) }
  var rowCount: Int { Int(PQntuples(raw)) }
  var columnCount: Int { Int(PQnfields(raw)) }
  var errorMessage: String { String(cString: PQresultErrorMessage(raw)) }

  /// The rows a statement changed, selected or copied, by its command tag.
  var affectedRows: Int {
    guard let text = PQcmdTuples(raw) else { return 0 }
    return Int(String(cString: text)) ?? 0
  }

  /// The command tag, such as `INSERT 0 1` or `ROLLBACK`.
  var commandTag: String { PQcmdStatus(raw).map { String(cString: $0) } ?? "" }

  /// The number of a column of that name.
  func column(named name: String) -> Int? {
    var name = name
    let (count, start) = (PQnfields(raw), nextColumn.load(ordering: .relaxed))
    return name.withUTF8 { name in
      for step in 0..<count {
        let column = (start + step) % count
        guard let candidate = PQfname(raw, column), equal(candidate, name) else { continue }
        nextColumn.store((column + 1) % count, ordering: .relaxed)
        return Int(column)
      }
      return nil
    }
  }

  func columnName(_ column: Int) -> String? {
    PQfname(raw, Int32(column)).map { String(cString: $0) }
  }

  /// A value; NULL when there is no such row or column.
  func value(row: Int, column: Int) -> PostgresValue {
    let (row, column) = (Int32(row), Int32(column))
    let type = PQftype(raw, column)
    guard PQgetisnull(raw, row, column) == 0 else {
      return PostgresValue(type: type, owner: self, start: nil, length: 0)
    }
    return PostgresValue(
      type: type, owner: self, start: UnsafeRawPointer(PQgetvalue(raw, row, column)),
      length: Int(PQgetlength(raw, row, column)))
  }

  func errorField(_ field: Field) -> String? { Self.errorField(field, of: raw) }

  static func errorField(_ field: Field, of raw: OpaquePointer) -> String? {
    let code =
      switch field {
      case .severity: CLIBPQ_SEVERITY
      case .sqlState: CLIBPQ_SQLSTATE
      case .message: CLIBPQ_MESSAGE
      case .detail: CLIBPQ_DETAIL
      case .hint: CLIBPQ_HINT
      case .schema: CLIBPQ_SCHEMA
      case .table: CLIBPQ_TABLE
      case .column: CLIBPQ_COLUMN
      case .constraint: CLIBPQ_CONSTRAINT
      case .sourceFunction: CLIBPQ_SOURCE_FUNCTION
      }
    return PQresultErrorField(raw, Int32(code)).map { String(cString: $0) }
  }

  /// Whether the connection is over after this error.
  var isFatal: Bool { ["FATAL", "PANIC"].contains(errorField(.severity)) }

  /// Whether the server sent this error, rather than libpq noticing a loss.
  var isFromServer: Bool { errorField(.sqlState) != nil }

  /// Whether a prepared statement is gone or no longer fits its table; to be prepared anew.
  var isStalePlan: Bool {
    switch errorField(.sqlState) {
    case "26000": true
    case "0A000": errorField(.sourceFunction) == "RevalidateCachedQuery"
    default: false
    }
  }

  private func equal(_ candidate: UnsafePointer<CChar>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    for (index, byte) in name.enumerated() where UInt8(bitPattern: candidate[index]) != byte { return false }
    return candidate[name.count] == 0
  }
}
