import Clinic
import Foundation

/// Questions on the error stream, answers on the standard input; so the result alone is on the standard output.
struct Conversation {
  /// The input ended before the last question.
  struct Ended: Error {}

  func say(_ text: String) {
    ErrorStream.write(text + "\n")
  }

  /// Asks until the answer is one that `read` takes; Enter alone is the empty text.
  ///
  /// Throws `Ended` at the end of the input.
  func ask<Answer>(_ question: String, _ read: (String) throws -> Answer) throws -> Answer {
    while true {
      ErrorStream.write("\(question): ")
      guard let line = readLine(strippingNewline: true) else {
        say("")
        throw Ended()
      }
      do {
        return try read(line.trimmingCharacters(in: .whitespaces))
      } catch let refusal as any Refusal {
        say("  \(refusal.message.printable) \(refusal.remedy.printable)")
      }
    }
  }
}

extension Complaint {
  /// That there was no answer to the rest of the questions.
  static let inputEnded = Complaint(
    .refused, "input-ended", "The input ended before the last question.", remedy: "Answer the rest.")
}
