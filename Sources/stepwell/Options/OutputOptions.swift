import ArgumentParser
import Foundation

/// How the result is told.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON, as the HTTP API sends it; errors become a JSON problem on the error stream.")
  var json = false
}

/// By which clock times without a zone are read and shown.
struct ClockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time zone of times typed without one.", discussion: "By default that of the facility.",
      valueName: "zone"))
  var zone: String?

  func validate() throws {
    guard let zone, TimeZone(identifier: zone) == nil else { return }
    throw ValidationError("'\(zone)' is not a time zone. Write it like America/New_York or UTC.")
  }
}
