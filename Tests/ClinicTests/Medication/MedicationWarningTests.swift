import Clinic
import Foundation
import Testing

/// What a prescriber is told before ordering.
struct MedicationWarningTests {
  private static let now = Date(timeIntervalSince1970: 1_781_524_800)

  private func identifier<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: Self.now, random: &random)
  }

  private func terms(_ drug: String, code: String? = nil) throws -> MedicationOrder.Terms {
    MedicationOrder.Terms(
      drug: try Line(drug), code: code.flatMap(DrugCode.init(rawValue:)), amount: 1, unit: .mg, route: .oral,
      schedule: .once, starts: Self.now)
  }

  private func codes(
    _ drug: String, code: String? = nil, _ allergies: Allergies = .noneKnown, ordered: [String] = [],
    checklist: KetamineChecklist = .missing
  ) throws -> [String] {
    let orders = try ordered.map {
      MedicationOrder(
        id: identifier(), episodeID: identifier(), stayID: identifier(), terms: try terms($0),
        orderedAt: Self.now)
    }
    return MedicationWarning.all(
      of: try terms(drug, code: code), allergies: allergies, orders: orders, checklist: checklist, in: .gmt
    ).map(\.code)
  }

  private func allergy(_ substance: String, code: String? = nil) throws -> Allergies {
    .known([
      Allergy(id: identifier(), substance: try Line(substance), code: code.flatMap(DrugCode.init(rawValue:)))
    ])
  }

  @Test func `none known, not known and never asked are three things`() throws {
    #expect(try codes("Ibuprofen") == [])
    #expect(try codes("Ibuprofen", .unknown) == ["allergies-unknown"])
    #expect(try codes("Ibuprofen", .notAsked) == ["allergies-unknown"])
    let texts = [Allergies.unknown, .notAsked].map { state in
      (try? MedicationWarning.all(
        of: terms("Ibuprofen"), allergies: state, orders: [], checklist: .missing, in: .gmt))?.first?.message
    }
    #expect(texts[0] != texts[1])
  }

  @Test func `an allergy is found by its name in any case, within a longer name, and by its code`() throws {
    #expect(try codes("ibuprofen 400 mg tablets", allergy("Ibuprofen")) == ["allergy"])
    #expect(try codes("Ibuprofen", allergy("IBUPROFEN tablets")) == ["allergy"])
    #expect(try codes("Brufen", code: "5640", allergy("Ibuprofen", code: "5640")) == ["allergy"])
    #expect(try codes("Paracetamol tablets", allergy("Ibuprofen tablets")) == [], "a form is no drug")
  }

  @Test func `ketamine is ordered in the light of its checklist, and no other drug is`() throws {
    for drug in ["Ketamine", "esketamine nasal spray", "Ketamine hydrochloride"] {
      #expect(try codes(drug) == ["checklist-missing"], "\(drug)")
      #expect(try codes(drug, checklist: .incomplete(at: Self.now)) == ["checklist-incomplete"])
      #expect(try codes(drug, checklist: .stopped(at: Self.now)) == ["hard-stop"])
      #expect(try codes(drug, checklist: .passed) == [])
    }
    #expect(try codes("Diazepam", checklist: .stopped(at: Self.now)) == [])
  }

  @Test func `the same drug twice is told`() throws {
    #expect(try codes("Diazepam", ordered: ["diazepam tablets", "Thiamine"]) == ["duplicate"])
    #expect(try codes("Diazepam", ordered: ["Thiamine"]) == [])
  }
}
