import ArgumentParser
import Foundation

/// Where the records are, and who asks.
struct PlaceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The data folder, with a private PostgreSQL in it.",
      discussion:
        "Or STEPWELL_DATA_FOLDER. By default /var/lib/stepwell for root, ~/.local/share/stepwell for others.",
      valueName: "folder"),
    completion: .directory)
  var data: String?

  @Option(
    help: ArgumentHelp(
      "A PostgreSQL of your own, instead of the private one.", discussion: "Or STEPWELL_DATABASE_URL.",
      valueName: "url"))
  var databaseURL: String?

  @Option(
    help: ArgumentHelp(
      "The session to work in.",
      discussion:
        "Better in STEPWELL_TOKEN, which no list of processes shows; by default the file token in the data folder.",
      valueName: "token"))
  var token: String?
}

extension PlaceOptions {
  /// The data folder, whether it is there or not.
  func folder(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    if let folder = data ?? environment.filled("STEPWELL_DATA_FOLDER") {
      return URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL.path
    }
    if geteuid() == 0 { return "/var/lib/stepwell" }
    let shared = environment.filled("XDG_DATA_HOME") ?? NSHomeDirectory() + "/.local/share"
    return shared + "/stepwell"
  }

  /// The external database; nil for the private one.
  ///
  /// What is typed goes before what the environment says.
  func url(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
    databaseURL ?? (data == nil ? environment.filled("STEPWELL_DATABASE_URL") : nil)
  }

  /// The session's secret, from the command line, the environment or the data folder; nil when there is none.
  func sessionToken(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
    if let token = token ?? environment.filled("STEPWELL_TOKEN") { return token }
    let file = try? String(
      contentsOfFile: TokenFile.path(in: folder(environment: environment)), encoding: .utf8)
    return file?.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

extension [String: String] {
  /// The value of a variable; an empty one counts as absent.
  fileprivate func filled(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
