import Clinic

/// The password was right, and the code of the second factor was not.
package enum SecondFactorRefused: String, Refusal, Hashable {
  case needed = "code-needed"
  case wrong = "code-wrong"
  case used = "code-used"

  package var code: String { rawValue }
  package var field: String? { "code" }
  package var message: String {
    switch self {
    case .needed: "This account asks for a code besides the password."
    case .wrong: "The code is not right."
    case .used: "The code was used before."
    }
  }
  package var remedy: String {
    switch self {
    case .needed: "Send the six digits that your program shows, or one of your recovery codes."
    case .wrong:
      "Check the clock of what shows it and type the newest one, or a recovery code that you have not used."
    case .used: "Wait for the next one, which takes less than a minute."
    }
  }
  package var kind: RefusalKind { .notPermitted }

  /// The same as a fault of what somebody who is signed in has sent.
  var asInput: InvalidValue {
    InvalidValue(
      code, field: "code",
      problem: self == .used ? "was used before" : self == .wrong ? "is not right" : "is missing",
      remedy: remedy)
  }
}
