import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what came in of a controlled drug, or went otherwise than by a dose.
struct ChangeStock: ClinicCommand {
  static let need = Need.permission(.stockCount)
  static let configuration = CommandConfiguration(
    commandName: "stock",
    abstract: "Write down what came in of a controlled drug, was wasted, or went back.",
    discussion: """
      Doses count by themselves. Wastage and what goes back take a witness.

      Examples:
        stepwell medication stock Methadone --unit mg --receipt 500
        stepwell medication stock Methadone --unit mg --wastage 10 --witness grace --note 'vial broken'
      """)

  @Argument(help: "The drug, as in its orders.") var drug: String
  @Option(help: "What it is counted in, as in its orders.") var unit: DoseUnit
  @Option(help: "How much came in.") var receipt: Decimal?
  @Option(help: "How much was wasted.") var wastage: Decimal?
  @Option(help: "How much went back.") var returned: Decimal?
  @Option(help: "The short name of who saw it.") var witness: String?
  @Option(help: "The facility, by short name, where there is more than one.") var facility: String?
  @Option(help: "Anything worth knowing.") var note: String?
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard [receipt, wastage, returned].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Give --receipt, --wastage or --returned, one of them.")
    }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try desk.facility(facility, among: clock.facilities).facility
    let kind: StockChange.Kind = receipt != nil ? .receipt : wastage != nil ? .wastage : .returned
    let change = StockChange(
      id: desk.new(),
      drug: StockDrug(facilityID: facility.id, drug: try Line(drug, field: "drug"), unit: unit),
      kind: kind, amount: receipt ?? wastage ?? returned ?? 0,
      at: try clock.read(at, "at", facility: facility.id), witness: try await desk.staff(witness, "witness"),
      note: try note.line("note"))
    try await desk.records.change(change, as: desk.caller)
    try desk.output.show(MadeRepresentation(change.id)) { _ in
      "Written down: \(kind.rawValue) of \(change.amount) \(unit.rawValue).\n"
    }
  }
}
