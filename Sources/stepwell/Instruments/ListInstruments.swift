import ArgumentParser
import Clinic
import Service

/// Lists the instruments; needs no database.
struct ListInstruments: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the instruments that come with the software.",
    discussion: """
      Examples:
        stepwell instrument list
        stepwell instrument list --json
      """)

  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let library = try InstrumentLibrary.shipped()
    try output.show(library.all.map { InstrumentRepresentation($0) }) { style in
      var table = Table(
        .text("Instrument"), .text("Version"), .number("Items"), .text("Title", limit: 40),
        .text("About", limit: 40))
      for one in library.all {
        table.add(
          one.reference.slug, one.reference.version, "\(one.items.count)", one.title, one.about)
      }
      return table.text(style)
    }
  }
}
