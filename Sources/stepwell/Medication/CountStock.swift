import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Writes down what two people counted of a controlled drug.
struct CountStock: ClinicCommand {
  static let need = Need.permission(.stockCount)
  static let configuration = CommandConfiguration(
    commandName: "count",
    abstract: "Write down the count of a controlled drug in this shift.",
    discussion: """
      What should be there is the last count, and what came, was wasted and was given since. Ends with status 65 when that is \
      not what was counted, until --note says what was found out; with 75 when it was counted in this shift already.

      Examples:
        stepwell medication count Methadone --unit mg --counted 480 --witness grace
        stepwell medication count Methadone --unit mg --counted 470 --witness grace --note 'one vial broken'
      """)

  @Argument(help: "The drug, as in its orders.") var drug: String
  @Option(help: "What it is counted in, as in its orders.") var unit: DoseUnit
  @Option(help: "How much is there.") var counted: Decimal
  @Option(help: "The short name of who counted with you.") var witness: String
  @Option(help: "The facility, by short name, where there is more than one.") var facility: String?
  @Option(help: "What was found out about a discrepancy.") var note: String?
  @Option(help: "Why this takes the place of the count of this shift.") var correction: String?
  @Option(parsing: .unconditional, help: "When.") var at = "now"
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let facility = try desk.facility(facility, among: clock.facilities).facility
    guard let witness = try await desk.staff(witness, "witness") else {
      throw NotFound("member of staff", field: "witness")
    }
    let id = try await desk.records.count(
      NewStockCount(
        id: desk.new(),
        drug: StockDrug(facilityID: facility.id, drug: try Line(drug, field: "drug"), unit: unit),
        at: try clock.read(at, "at", facility: facility.id), counted: counted, witness: witness,
        note: try note.line("note"), correction: try correction.line("correction")), in: facility,
      as: desk.caller)
    try desk.output.show(MadeRepresentation(id)) { _ in "Counted: \(counted) \(unit.rawValue).\n" }
  }
}
