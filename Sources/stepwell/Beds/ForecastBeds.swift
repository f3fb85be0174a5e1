import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Shows how many beds will be free.
struct ForecastBeds: ClinicCommand {
  static let need = Need.permission(.boardRead)
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Show how many beds of each unit will be free, for 14 days.",
    discussion: """
      A bed counts as free on a day when nothing takes it at any time of the day. A stay without an expected end takes \
      its bed throughout, and so does somebody whose arrival is planned; a hold and a block end when they say.

      Examples:
        stepwell bed forecast
        stepwell bed forecast --facility north --json
      """)

  @Option(help: "Only this facility, by short name.") var facility: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try facility.map { try desk.facility($0, among: clock.facilities).facility.id }
    let units = try await desk.records.run(
      as: desk.caller, Action("board.forecast", needs: .boardRead),
      BedForecast.from(desk.now, facility: facility))
    try desk.output.show(ForecastRepresentation(units, from: desk.now)) { style in
      units.isEmpty ? "There are no beds.\n" : units.text(style)
    }
  }
}

extension [UnitForecast] {
  /// A table for each facility: its units, and the days of the month.
  fileprivate func text(_ style: Style) -> String {
    let order = reduce(into: [Facility.ID]()) { if $0.last != $1.facilityID { $0.append($1.facilityID) } }
    return order.map { facility in
      let units = filter { $0.facilityID == facility }
      let days = Set(units.flatMap { $0.days.map(\.day) }).sorted()
      let span = days.first.map { "\($0) to \(days.last ?? $0)" } ?? ""
      var table = Table([.text("Unit", limit: 20)] + days.map { .number("\($0.day)") })
      for unit in units {
        let free = Dictionary(uniqueKeysWithValues: unit.days.map { ($0.day, "\($0.free)") })
        table.rows.append([unit.unit] + days.map { free[$0] ?? "" })
      }
      return style.heading(units[0].facility) + ", free beds \(span)\n" + table.text(style)
    }.joined(separator: "\n")
  }
}
