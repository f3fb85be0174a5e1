import Clinic
import Foundation

/// Whoever tried to sign in was not let in.
///
/// It says the same whatever was wrong, so that nobody learns who works here.
package struct SignInFailed: Refusal, Hashable {
  package var code: String { "sign-in-failed" }
  package var message: String { "The short name and the password do not open a session." }
  package var remedy: String {
    "Check both. A password that was given to you ends after a day; an administrator gives another. Where several organizations share the service, name yours."
  }
  package var kind: RefusalKind { .notPermitted }

  package init() {}
}

/// Too many tries have failed from there lately.
package struct SignInThrottled: Refusal, Hashable {
  /// In seconds, at least 1.
  package let wait: Int

  package var code: String { "sign-in-throttled" }
  package var message: String { "Too many tries to sign in have failed." }
  package var remedy: String { "Wait \(wait) s and try again." }
  package var kind: RefusalKind { .notPermitted }

  init(until end: Date, at now: Date) {
    wait = max(1, Int(end.timeIntervalSince(now).rounded(.up)))
  }
}

/// Too many sign in at this moment.
package struct SignInBusy: Refusal, Hashable {
  package var code: String { "busy" }
  package var message: String { "Too many people are signing in at this moment." }
  package var remedy: String { "Try again in a few seconds." }
  package var kind: RefusalKind { .conflict }

  package init() {}
}

/// Refusals that functions of the database name by a slug.
enum SignInRefusals {
  static func meaning(of slug: String) -> (any Refusal)? {
    switch slug {
    case "sign-in-failed": SignInFailed()
    case "factor-there": factorThere
    case "several-organizations": StrangersUnknown()
    case "password-change-needed":
      NotPermitted(
        to: "do anything before you have changed the password that was given to you",
        remedy: "Change it: stepwell password, or POST /v1/me/password.")
    case "token-cannot":
      NotPermitted(
        to: "manage sessions, tokens and passwords with a token of few permissions",
        remedy: "Sign in with your password.")
    case "own-roles":
      NotPermitted(to: "grant a role to yourself", remedy: "Ask another administrator.")
    case "last-administrator":
      Conflict(
        "last-administrator", message: "Nobody would be left who manages the staff.", field: nil,
        remedy: "Give another member of staff the role of administrator first.")
    default: SecondFactorRefused(rawValue: slug)
    }
  }

  static let factorThere = Conflict(
    "factor-there", message: "The account has a second factor already.",
    remedy: "Remove it first: stepwell factor remove, or POST /v1/me/factor/removal.")
}
