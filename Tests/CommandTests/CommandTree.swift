import ArgumentParser

/// The commands as they hang together.
enum CommandTree {
  /// Those that do something, by their words.
  static func leaves(
    of command: any ParsableCommand.Type, path: String = ""
  ) -> [(path: String, command: any ParsableCommand.Type)] {
    let configuration = command.configuration
    let below = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
    guard !below.isEmpty else { return [(path, command)] }
    return below.flatMap {
      leaves(of: $0, path: path.isEmpty ? $0._commandName : "\(path) \($0._commandName)")
    }
  }
}
