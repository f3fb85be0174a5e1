/// The five characters by which PostgreSQL says what kind of error it is.
///
/// An open set: the server has some 250 of them, extensions add more.
public struct SQLState: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let description: String

  public init(_ code: String) { description = code }
  public init(stringLiteral value: String) { description = value }
}

extension SQLState {
  public static let notNullViolation: SQLState = "23502"
  public static let foreignKeyViolation: SQLState = "23503"
  public static let uniqueViolation: SQLState = "23505"
  public static let checkViolation: SQLState = "23514"
  public static let exclusionViolation: SQLState = "23P01"
  public static let invalidTextRepresentation: SQLState = "22P02"
  public static let insufficientPrivilege: SQLState = "42501"
  public static let undefinedTable: SQLState = "42P01"
  public static let serializationFailure: SQLState = "40001"
  public static let deadlockDetected: SQLState = "40P01"
  public static let lockNotAvailable: SQLState = "55P03"
  public static let queryCanceled: SQLState = "57014"
  public static let adminShutdown: SQLState = "57P01"
  public static let inFailedTransaction: SQLState = "25P02"
  public static let featureNotSupported: SQLState = "0A000"
  public static let invalidStatementName: SQLState = "26000"
  public static let raisedException: SQLState = "P0001"
}
