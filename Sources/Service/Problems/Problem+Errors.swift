import Clinic
import HTTPTypes
import Hummingbird
import Postgres
import Records
import Reports

extension Problem {
  /// The problem that a client sees; nil when the failure is ours and only the log learns of it.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let malformed as MalformedJSON: self.init(malformed, status: .badRequest)
    case let refusal as any Refusal
    where refusal is NotSignedIn || refusal is SignInFailed || refusal is SecondFactorRefused:
      self = Problem(refusal, status: .unauthorized).with(.wwwAuthenticate, "Bearer")
    case let refusal as SignInThrottled:
      self = Problem(refusal, status: .tooManyRequests).with(.retryAfter, "\(refusal.wait)")
    case let refusal as SignInBusy:
      self = Problem(refusal, status: .serviceUnavailable).with(.retryAfter, "5")
    case let refusal as any Refusal: self.init(refusal, status: HTTPResponse.Status(refusal.kind))
    case is KeyUsed:
      self = .later(
        "in-progress", "Another request under the same Idempotency-Key has just ended without an answer.")
    case let slow as ReportTooSlow:
      self.init(.gatewayTimeout, slow.code, slow.message, remedy: slow.remedy)
      plan = slow.plan
    case let error as PostgresError: self.init(error)
    case is CancellationError: self = .later("stopping", "The service is stopping.")
    case let error as HTTPError where error.status == .notFound: self = .notFound
    default: return nil
    }
  }

  private init(_ refusal: any Refusal, status: HTTPResponse.Status) {
    if let several = refusal as? any Refusals, several.parts.count > 1 {
      self.init(status, several.code, several.summary, remedy: several.advice)
      faults = several.parts.map {
        Fault(code: $0.code, detail: $0.message, field: $0.field, value: $0.value, remedy: $0.remedy)
      }
      return
    }
    self.init(status, refusal.code, refusal.message, field: refusal.field, remedy: refusal.remedy)
    value = refusal.value
    taken = refusal as? BedTaken
    acted = refusal as? DoseActed
  }

  /// The server's words are not repeated: they may quote a value of a patient.
  private init?(_ error: PostgresError) {
    if error.kind == .replicationUncertain || (error.kind == .connectionLost && error.outcome == .unknown) {
      self = .later(
        "outcome-unknown",
        "The connection to the database broke before it answered: the change may have been made, or not.",
        remedy: "Repeat the request with the same Idempotency-Key: it is made once at most.")
      return
    }
    switch (error.kind, error.code?.description) {
    case (.overloaded, _): self = .later("busy", "Too many requests are waiting.")
    case (.deadlineExceeded, _), (_, "57014"):
      self.init(
        .gatewayTimeout, "too-slow", "The database did not finish in time, and nothing was changed.",
        remedy: "Ask for less, or try again later.")
    case (.connectionLost, _), (.closed, _), (.cancelled, _):
      self = .later("database-unavailable", "The database cannot be reached, and nothing was changed.")
    case (.encoding, _):
      self.init(
        .unprocessableContent, "unusable-text", "A text cannot be stored.",
        remedy: "Leave out NUL characters.")
    case (_, "40001"), (_, "40P01"), (_, "55P03"):
      self = .later("conflict", "Somebody else was changing the same, and nothing was changed.")
    case (_, let code?) where code.hasPrefix("53") || code.hasPrefix("57P") || code.hasPrefix("08"):
      self = .later("database-unavailable", "The database cannot be reached, and nothing was changed.")
    case (_, let code?) where code.hasPrefix("22") || code.hasPrefix("23"):
      // A rule of the tables that has no words of its own: the name of the rule says which.
      self.init(
        .unprocessableContent, "refused-by-records",
        "The records do not take this: \(error.constraint ?? code).",
        field: error.column, remedy: "Check the values and repeat the request.")
    default: return nil
    }
  }

  static let notFound = Problem(
    .notFound, "not-found", "There is nothing here.", remedy: "See /openapi.json for the addresses.")

  /// A failure of ours; what it was is in the log under the identifier of the request.
  static let fault = Problem(
    .internalServerError, "fault", "Something went wrong here.",
    remedy: "Try again; if it stays, tell whoever runs the service the Request-Id of this answer.")

  /// Something that passes by itself.
  static func later(
    _ code: String, _ detail: String,
    remedy: String = "Try again in a moment; with an Idempotency-Key it is safe."
  ) -> Problem {
    Problem(.serviceUnavailable, code, detail, remedy: remedy).with(.retryAfter, "1")
  }
}

extension HTTPResponse.Status {
  /// The status of each kind of refusal.
  init(_ kind: RefusalKind) {
    self =
      switch kind {
      case .invalid: .unprocessableContent
      case .notFound: .notFound
      case .conflict, .refusedByRule: .conflict
      case .notPermitted: .forbidden
      case .stale: .preconditionFailed
      }
  }
}
