import ArgumentParser

/// For how long a report may be worked on.
struct TimeLimitOptions: ParsableArguments {
  @Option(help: "For how many seconds the database may work on it, up to 3600; 600 when left out.")
  var timeLimit: Int?

  var limit: Duration? { timeLimit.map { .seconds($0) } }

  func validate() throws {
    guard (1...3_600).contains(timeLimit ?? 1) else {
      throw ValidationError("Give a --time-limit from 1 to 3600.")
    }
  }
}
