import Clinic
import Foundation
import Records
import TestSupport
import Testing

@testable import stepwell

/// Medicines from the terminal: an order, its doses, a taper, a count.
@Suite(.database, .timeLimit(.minutes(10)))
struct MedicationCommandTests {
  private struct Made: Decodable {
    let id: String?
    let due_at: String?
    let steps: [Step]?

    struct Step: Decodable { let amount: Decimal }
  }

  /// Somebody in detox without allergies.
  private func person(_ clinic: CommandClinic) async throws -> String {
    let patient = try await clinic.patient()
    let bed = "\(clinic.database.north.detoxBeds[0])"
    let admitted = try await clinic.run(
      ["stage", "admit", "--patient", patient, "--to", "detox", "--level", "3.7-WM", "--bed", bed])
    #expect(admitted.status == 0, "\(admitted)")
    #expect(try await clinic.run(["medication", "allergy", patient, "--none-known"]).status == 0)
    return patient
  }

  private func order(_ clinic: CommandClinic, _ patient: String, _ words: String...) async throws -> String {
    let made: Made = try await clinic.run(
      ["medication", "order", "--patient", patient, "--amount", "10", "--unit", "mg"] + words + ["--json"]
    ).json()
    return try #require(made.id)
  }

  @Test func `a dose is given once, and the second is told by whom with status 75`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await person(clinic)
    let order = try await order(clinic, patient, "--drug", "Zzdrug", "--every", "4h")
    let due = try await clinic.run(["medication", "due"])
    #expect(due.output.contains("Zzdrug 10 mg") && due.output.contains("1 due"), "\(due)")

    let given = try await clinic.run(["medication", "give", order])
    let again = try await clinic.run(["medication", "give", order])
    let json = try await clinic.run(["medication", "hold", order, "--because", "asleep", "--json"])

    #expect(given.status == 0 && given.output.hasPrefix("Given 10 mg at "), "\(given)")
    #expect(again.status == 75 && again.errors.contains("was given by Ada Admin at"), "\(again)")
    #expect(json.status == 75 && json.errors.contains("\"acted\":{"), "\(json)")
    let chart = try await clinic.run(["medication", "chart", "--patient", patient])
    #expect(chart.output.contains("given, 10") && chart.output.contains("Allergies: none known"), "\(chart)")
    for view in [due, chart, try await clinic.run(["medication", "list", "--patient", patient])] {
      #expect(view.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(view.output)")
    }
  }

  @Test func `a taper is shown before it is ordered, and one that never ends is refused with status 65`()
    async throws
  {
    let clinic = try await CommandClinic()
    let patient = try await person(clinic)
    let words = [
      "medication", "taper", "--patient", patient, "--drug", "Zztaper", "--unit", "mg", "--times",
      "08:00,20:00",
    ]
    let rule = ["--amount", "10", "--step", "2.5", "--floor", "1", "--days", "2"]

    let shown: Made = try await clinic.run(words + rule + ["--preview", "--json"]).json()
    #expect(shown.id == nil && shown.steps?.map(\.amount) == [10, 7.5, 5, 2.5, 1])
    #expect(try await clinic.run(["medication", "list", "--patient", patient]).output == "No orders.\n")
    let endless = try await clinic.run(words + ["--amount", "10", "--step", "0"])
    #expect(endless.status == 65 && endless.errors.contains("never end"), "\(endless)")
    let ordered = try await clinic.run(words + rule)
    #expect(ordered.status == 0 && ordered.output.contains("5 steps of 2 d"), "\(ordered)")
  }

  @Test func `limits, warnings and stops are told with status 65`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await person(clinic)
    let needed = try await order(
      clinic, patient, "--drug", "Zzneeded", "--as-needed", "--apart", "6h", "--at-most", "20")
    #expect(try await clinic.run(["medication", "give", needed]).status == 0)
    let soon = try await clinic.run(["medication", "give", needed])
    #expect(soon.status == 65 && soon.errors.contains("at least 360 minutes"), "\(soon)")
    let twice = try await clinic.run(
      [
        "medication", "order", "--patient", patient, "--amount", "1", "--unit", "mg", "--drug", "zzneeded",
        "--once",
      ])
    #expect(twice.status == 65 && twice.errors.contains("ordered already"), "\(twice)")
    #expect(try await clinic.run(["medication", "stop", needed, "--reason", "done"]).status == 0)
    let over = try await clinic.run(["medication", "give", needed])
    #expect(over.status == 65 && over.errors.contains("stopped"), "\(over)")
    let mistyped = try await clinic.run(
      ["medication", "order", "--patient", patient, "--amount", "1", "--unit", "mg", "--drug", "Zz"])
    #expect(mistyped.status == 64, "\(mistyped)")
  }

  @Test func `a controlled drug is counted once a shift, and a discrepancy explained`() async throws {
    let clinic = try await CommandClinic()
    _ = try await clinic.run(["staff", "add", "zz.grace", "--name", "Zz Grace", "--role", "nurse"])
    let words = ["--unit", "mg", "--facility", "north"]
    let count = ["medication", "count", "Methadone", "--witness", "zz.grace"] + words
    #expect(try await clinic.run(count + ["--counted", "500", "--at", "2 days ago"]).status == 0)
    let received = try await clinic.run(
      ["medication", "stock", "Methadone", "--receipt", "100", "--at", "1 day ago"] + words)
    #expect(received.status == 0, "\(received)")
    let off = try await clinic.run(count + ["--counted", "590"])
    #expect(off.status == 65 && off.errors.contains("600 mg should be there"), "\(off)")
    #expect(try await clinic.run(count + ["--counted", "590", "--note", "one vial broken"]).status == 0)
    let again = try await clinic.run(count + ["--counted", "600"])
    #expect(again.status == 75, "\(again)")
    let list = try await clinic.run(["medication", "counts", "--facility", "north"])
    #expect(
      list.output.contains("-10") && list.output.split(separator: "\n").allSatisfy { $0.count <= 80 },
      "\(list)")
  }
}
