import ArgumentParser

/// What every move may say.
struct MoveOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "When it happened.", completion: .list(["now", "yesterday"]))
  var at = "now"
  @Option(help: "Why, where the rules ask for it.") var reason: String?
  @Option(help: "Only if the episode still has this version.") var ifVersion: Int32?
}
