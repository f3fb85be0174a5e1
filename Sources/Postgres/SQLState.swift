/// The five characters by which PostgreSQL says what kind of error it is.
///
/// An open set: the server has some 250 of them, extensions add more.
public struct SQLState: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The five characters.
  public let description: String

  /// The state of that code.
  public init(_ code: String) { description = code }
  public init(stringLiteral value: String) { description = value }
}

extension SQLState {
  /// A column that must have a value has none.
  public static let notNullViolation: SQLState = "23502"
  /// A row points to one that is not there, or is pointed to.
  public static let foreignKeyViolation: SQLState = "23503"
  /// A value that must be unique is there already.
  public static let uniqueViolation: SQLState = "23505"
  /// A check of the table failed.
  public static let checkViolation: SQLState = "23514"
  /// A row conflicts with another under an exclusion constraint.
  public static let exclusionViolation: SQLState = "23P01"
  /// A text is not a value of the type it was cast to.
  public static let invalidTextRepresentation: SQLState = "22P02"
  /// The role may not do this, or row-level security forbids the row.
  public static let insufficientPrivilege: SQLState = "42501"
  /// There is no such table.
  public static let undefinedTable: SQLState = "42P01"
  /// The transaction came in the way of another; try again.
  public static let serializationFailure: SQLState = "40001"
  /// Transactions waited for each other; try again.
  public static let deadlockDetected: SQLState = "40P01"
  /// A lock was not to be had in the time allowed.
  public static let lockNotAvailable: SQLState = "55P03"
  /// The statement was cancelled, or ran longer than `statement_timeout`.
  public static let queryCanceled: SQLState = "57014"
  /// The session was terminated by the administrator.
  public static let adminShutdown: SQLState = "57P01"
  /// An earlier statement of the transaction has failed.
  public static let inFailedTransaction: SQLState = "25P02"
  /// The server cannot do this.
  public static let featureNotSupported: SQLState = "0A000"
  /// There is no prepared statement of that name.
  public static let invalidStatementName: SQLState = "26000"
  /// A function raised an exception of its own.
  public static let raisedException: SQLState = "P0001"
}
