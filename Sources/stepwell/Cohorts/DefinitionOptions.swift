import ArgumentParser
import Foundation
import Reports

/// Which cohort: one that comes with the software, or the clinic's own file.
struct DefinitionOptions: ParsableArguments {
  @Argument(
    help: "A cohort's name, as cohort list shows it.",
    completion: .custom { _, _, _ in ((try? CohortDefinition.shipped()) ?? []).map(\.name) })
  var name: String?

  @Option(
    help: ArgumentHelp("A definition of your own; - reads the standard input.", valueName: "file.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  func validate() throws {
    guard (name == nil) != (file == nil) else { throw ValidationError("Name a cohort, or give its --file.") }
  }

  /// Reads the definition; throws a refusal that names line and field.
  func definition() throws -> CohortDefinition {
    if let file {
      return try CohortDefinition(
        bytes: Array(InputFile(file).bytes()), file: URL(filePath: file).lastPathComponent)
    }
    return try CohortDefinition.shipped(named: name ?? "")
  }

  /// The text of the definition, and the name of its file for messages.
  func text() throws -> (text: String, file: String) {
    let (bytes, file): ([UInt8], String)
    if let own = self.file {
      (bytes, file) = (Array(try InputFile(own).bytes()), URL(filePath: own).lastPathComponent)
    } else {
      (bytes, file) = try CohortDefinition.shippedText(named: name ?? "")
    }
    // What is no text is refused in the words of the definition.
    _ = try CohortDefinition(bytes: bytes, file: file)
    return (String(decoding: bytes, as: UTF8.self), file)
  }
}
