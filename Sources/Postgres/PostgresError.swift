/// What went wrong, and what that means for the data.
///
/// `description` is safe to log: it holds no values. `debugDescription` tells all the server said, which may
/// quote personal data.
public struct PostgresError: Error, Sendable {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable {
    /// The server refused a statement; ``PostgresError/code`` says why.
    case server
    /// The connection broke, or none could be made.
    case connectionLost
    /// Too many wait already; try again later.
    case overloaded
    /// The task was cancelled.
    case cancelled
    /// The time the caller gave is over.
    case deadlineExceeded
    /// A row was not what the decoder expected.
    case decoding
    /// There were more or fewer rows than the query allows.
    case rowCount
    /// A value cannot be sent, such as a text that holds a NUL.
    case encoding
    /// The commit is durable here, but the wait for the standby was cut short.
    case replicationUncertain
    /// The database was closed, or the transaction is over.
    case closed
  }

  /// What is known about the writes of the unit of work.
  public enum Outcome: Hashable, Sendable {
    /// Nothing was sent; trying again is safe.
    case notSent
    /// It was sent and rolled back; trying again is safe.
    case notDone
    /// It may or may not have been committed.
    case unknown
    /// It was committed; only the answer could not be used.
    case done
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What is known about the writes.
  public let outcome: Outcome
  /// The server's code, if the server said anything.
  public let code: SQLState?
  /// What happened, in the server's words or ours.
  ///
  /// A server's message may quote a value.
  public let message: String
  /// More about it, in the server's words, which may quote values.
  public var detail: String?
  /// What the server proposes to do.
  public var hint: String?
  /// The schema of the table.
  public var schema: String?
  /// The table whose constraint was violated.
  public var table: String?
  /// The column that failed: of a constraint, or of a row that could not be decoded.
  public var column: String?
  /// The constraint that was violated.
  public var constraint: String?

  /// A failure of the driver's own.
  package init(_ kind: Kind, _ outcome: Outcome, _ message: String, code: SQLState? = nil) {
    self.kind = kind
    self.outcome = outcome
    self.code = code
    self.message = message
  }

  /// The same failure with another statement about the writes.
  func with(outcome: Outcome) -> PostgresError {
    var copy = PostgresError(kind, outcome, message, code: code)
    (copy.detail, copy.hint, copy.schema, copy.table) = (detail, hint, schema, table)
    (copy.column, copy.constraint) = (column, constraint)
    return copy
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
  /// The kind, the outcome, the code and the names of what failed, but no values.
  public var description: String {
    var text = "\(kind) (\(outcome))"
    if let code { text += " \(code)" } else { text += ": \(message)" }
    for (name, value) in [("constraint", constraint), ("table", table), ("column", column)] {
      if let value { text += ", \(name) \(value)" }
    }
    return text
  }

  /// All there is to say, with values quoted, so that it does not belong in a log.
  public var debugDescription: String {
    [description, message, detail, hint].compactMap(\.self).joined(separator: "\n")
  }
}

extension PostgresError {
  /// Reads the error from a failed result.
  init(_ result: ResultHandle, _ kind: Kind = .server, outcome: Outcome) {
    self.init(
      kind, outcome, result.errorField(.message) ?? result.errorMessage,
      code: result.errorField(.sqlState).map { SQLState($0) })
    detail = result.errorField(.detail)
    hint = result.errorField(.hint)
    schema = result.errorField(.schema)
    table = result.errorField(.table)
    column = result.errorField(.column)
    constraint = result.errorField(.constraint)
  }
}
