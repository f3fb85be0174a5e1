import ArgumentParser
import Reports

/// For how long a report may be worked on.
struct TimeLimitOptions: ParsableArguments {
  @Option(help: "For how many seconds the database may work on it, up to 3600; 600 when left out.")
  var timeLimit: Int?

  var limit: Duration? { timeLimit.map { .seconds($0) } }

  func validate() throws {
    let range = Duration.secondsOfReport
    guard timeLimit.map(range.contains) ?? true else {
      throw ValidationError(
        "Give a --time-limit that is a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
  }
}
