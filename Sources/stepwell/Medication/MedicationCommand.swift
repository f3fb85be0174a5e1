import ArgumentParser

/// Medicines: what is ordered, what is due, what was given.
struct MedicationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "medication",
    abstract: "Order medicines, give them, and count what is controlled.",
    discussion: """
      Every dose is acted on once: whoever comes second is told by whom and when. An order ends with the discharge, and goes \
      on in another stage only when it is accepted.

      Examples:
        stepwell medication due --within 4
        stepwell medication order --patient $PATIENT --drug Thiamine --amount 100 --unit mg --route oral --times 08:00
        stepwell medication give $ORDER
        stepwell medication chart --patient $PATIENT
      """,
    subcommands: [
      OrderMedication.self, OrderTaper.self, StopMedication.self, AcceptMedication.self, ListMedication.self,
      ListDueDoses.self, GiveDose.self, HoldDose.self, RefuseDose.self, CorrectDose.self,
      ShowMedicationChart.self,
      RecordAllergy.self, ShowAllergies.self, CountStock.self, ChangeStock.self, ListStockCounts.self,
    ])
}
