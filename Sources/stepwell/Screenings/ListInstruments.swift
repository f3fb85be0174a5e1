import ArgumentParser
import Clinic
import Service

/// Lists the instruments; needs no database.
struct ListInstruments: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "list-instruments",
    abstract: "List the instruments, or the items of one.",
    discussion: """
      Examples:
        stepwell screen list-instruments
        stepwell screen list-instruments phq_9
      """)

  @Argument(help: "Show the items of this one.") var instrument: String?
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) throws {
    let library = try InstrumentLibrary.shipped()
    if let instrument {
      let found = try library.find(instrument)
      try output.show(InstrumentRepresentation(found)) { found.text($0) }
    } else {
      try output.show(library.all.map(InstrumentRepresentation.init)) { library.table.text($0) }
    }
  }
}

extension InstrumentLibrary {
  fileprivate var table: Table {
    var table = Table(.text("Instrument"), .text("Version"), .number("Items"), .text("Title", limit: 50))
    for one in all { table.add(one.reference.slug, one.reference.version, "\(one.items.count)", one.title) }
    return table
  }
}

extension Instrument {
  fileprivate func text(_ style: Style) -> String {
    var table = Table(.number("q"), .text("Item", limit: 40), .text("Values", limit: 60))
    for item in items {
      let choices = item.choices.map { "\($0.value) \($0.label)" }.joined(separator: ", ")
      table.add("\(item.number)", item.label, choices)
    }
    return "\(title), \(recall)\n\n" + table.text(style)
  }
}
