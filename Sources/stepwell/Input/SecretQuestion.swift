import Foundation

/// Asks for what nobody else should read: the terminal does not show it.
enum SecretQuestion {
  /// The line that was typed, or the next of the standard input where that is no terminal.
  ///
  /// Throws a `Complaint` at the end of the input.
  static func ask(_ question: String) throws -> String {
    let isTerminal = isatty(STDIN_FILENO) == 1
    var before = termios()
    if isTerminal {
      ErrorStream.write("\(question): ")
      tcgetattr(STDIN_FILENO, &before)
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    }
    defer {
      if isTerminal {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        ErrorStream.write("\n")
      }
    }
    guard let line = readLine(strippingNewline: true) else {
      throw Complaint(
        .refused, "missing-required", "The input ended before the answer to: \(question).",
        remedy: "Type it, or send it as a line of the standard input.")
    }
    return line
  }
}
