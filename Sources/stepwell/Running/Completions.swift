import ArgumentParser

/// Prints a completion script.
struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a script that makes the shell complete commands and options.",
    discussion: """
      Examples:
        stepwell completions bash > /etc/bash_completion.d/stepwell
        stepwell completions zsh > ~/.zfunc/_stepwell
        stepwell completions fish > ~/.config/fish/completions/stepwell.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "The shell.") var shell: Shell
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run() throws {
    let script = Stepwell.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash)
    try Output(isJSON: outputOptions.json).show(["shell": shell.rawValue, "script": script]) { _ in
      script + "\n"
    }
  }
}
