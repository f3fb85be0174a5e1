import ArgumentParser
import Clinic

/// Prints the file of roles that comes with the software.
struct PrintShippedRoles: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "print",
    abstract: "Print the file of roles that comes with the software, to begin the clinic's own from.",
    discussion: """
      Examples:
        stepwell role print > our-roles.yaml
      """)

  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    try output.show(["yaml": RoleCatalogue.shippedFile]) { _ in RoleCatalogue.shippedFile }
  }
}
