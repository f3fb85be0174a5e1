import Foundation
import Testing

/// What holds for every command, so that nobody has to be told twice how they work.
@Suite struct CommandTreeTests {
  struct Dump: Decodable { let command: Command }

  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let subcommands: [Command]?
    let arguments: [Argument]?

    struct Argument: Decodable {
      let valueName: String?
      let abstract: String?
      let names: [Name]?
      let shouldDisplay: Bool
    }

    struct Name: Decodable { let name: String }

    /// This command and all under it, without the library's own.
    var all: [(path: String, command: Command)] {
      [(commandName, self)]
        + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap(\.all).map {
          ("\(commandName) \($0.path)", $0.command)
        }
    }
  }

  @Test func `every command has a sentence, examples and --json`() async throws {
    let commands = try await Program.run(["--experimental-dump-help"]).json(Dump.self).command.all
    #expect(commands.count > 35)

    for (path, command) in commands {
      let abstract = command.abstract ?? ""
      #expect(abstract.hasSuffix(".") && abstract.first?.isUppercase == true, "\(path)")
      #expect(command.discussion?.contains("Example") == true, "\(path) has no example")
      #expect(command.discussion?.contains("\(path)") == true, "\(path): the example is of another command")
      for argument in command.arguments ?? [] where argument.shouldDisplay {
        #expect(argument.abstract?.isEmpty == false, "\(path) \(argument.valueName ?? "")")
      }
      guard (command.subcommands ?? []).allSatisfy({ $0.commandName == "help" }) else { continue }
      let names = (command.arguments ?? []).flatMap { $0.names ?? [] }.map(\.name)
      #expect(names.contains("json"), "\(path)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `there is a completion script for each shell`(shell: String) async throws {
    let outcome = try await Program.run(["completions", shell])

    #expect(outcome.status == 0)
    #expect(outcome.output.contains("cohort") && outcome.output.count > 1_000)
  }

  @Test(arguments: [
    ["instrument", "list"], ["instrument", "print", "phq_9"], ["stage", "rules", "print"],
    ["stage", "rules", "--shipped"],
    ["cohort", "list"],
    ["cohort", "explain", "retention_by_stage"], ["cohort", "sql", "retention_by_stage"],
  ])
  func `what needs no database runs without one`(arguments: [String]) async throws {
    let plain = try await Program.run(arguments)
    let json = try await Program.run(arguments + ["--json"])

    #expect(plain.status == 0 && !plain.output.isEmpty && plain.errors.isEmpty)
    #expect(!plain.output.contains("\u{1B}"), "no colours where there is no terminal")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.output.utf8)) }
  }
}
