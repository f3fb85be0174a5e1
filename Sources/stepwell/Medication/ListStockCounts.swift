import ArgumentParser
import Clinic
import Records
import Service

/// Lists what was counted.
struct ListStockCounts: ClinicCommand {
  static let need = Need.permission(.stockCount)
  static let configuration = CommandConfiguration(
    commandName: "counts",
    abstract: "List the counts of controlled drugs, the latest first.",
    discussion: """
      Examples:
        stepwell medication counts --facility north
      """)

  @Option(help: "The facility, by short name, where there is more than one.") var facility: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try desk.facility(facility, among: clock.facilities).facility
    let counts = try await desk.records.run(
      as: desk.caller, Action("stock.list", needs: .stockCount, subject: facility.id.rawValue),
      Stocks.counts(of: facility.id))
    try desk.output.show(counts.map(StockCountRepresentation.init)) { style in
      guard !counts.isEmpty else { return "Nothing was counted yet.\n" }
      // Widths add up to 80 columns at most.
      var table = Table(
        .text("At", limit: 11), .text("Shift", limit: 8), .text("Drug", limit: 16), .number("Counted"),
        .number("Expected"), .number("Off"), .text("By, with", limit: 16))
      for count in counts {
        table.add(
          clock.brief(count.at, facility: facility.id), count.shift.rawValue, count.drug.drug.rawValue,
          "\(count.counted)", count.expected.map { "\($0)" } ?? "-", count.discrepancy.map { "\($0)" } ?? "-",
          "\(count.by), \(count.witness)")
      }
      return table.text(style)
    }
  }
}
