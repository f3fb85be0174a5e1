import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Which dose is meant, and when it was.
struct DoseOptions: ParsableArguments {
  @Argument(help: "The order's identifier.") var order: MedicationOrder.ID
  @Option(
    parsing: .unconditional, help: "When the dose was due; the one that is due at --at when left out.")
  var due: String?
  @Option(parsing: .unconditional, help: "When it happened.") var at = "now"
  @Option(help: "Anything worth knowing.") var note: String?

  /// Writes it down, and says what was written.
  func act(
    _ outcome: Dose.Outcome, amount: Decimal? = nil, cause: DoseCause? = nil, witness: String? = nil,
    _ options: ClockOptions, at desk: Desk
  ) async throws {
    let clock = try await desk.wallClock(options)
    let request = DoseRequest(
      outcome, dueAt: try clock.read(due, "due"), at: try clock.read(at, "at"), amount: amount, cause: cause,
      note: try note.line("note"), witness: try await desk.staff(witness, "witness"))
    let dose = try await desk.records.act(request, on: order, dose: desk.new(), as: desk.caller)
    try desk.output.show(DoseOutcomeRepresentation(dose)) { _ in
      let amount = dose.amount.map { " \($0) \(dose.unit.rawValue)" } ?? ""
      let due = dose.dueAt.map { ", due \(clock.show($0))" } ?? ""
      return
        "\(dose.outcome.rawValue.capitalized)\(amount) at \(clock.show(dose.at))\(due).\n  dose  \(dose.id)\n"
    }
  }
}
