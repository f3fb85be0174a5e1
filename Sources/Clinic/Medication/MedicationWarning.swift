import Foundation

/// Something that a prescriber should know before ordering; an order goes on only with a reason.
package struct MedicationWarning: Hashable, Sendable {
  /// A stable slug for programs: `allergy`, `allergies-unknown`, `duplicate`; of ketamine `checklist-missing`,
  /// `checklist-incomplete`, `hard-stop`.
  package let code: String
  package let message: String

  static let hardStop = "hard-stop"

  /// Whether only the prescriber may go on in spite of it.
  package var isHardStop: Bool { code == Self.hardStop }

  /// What is to be said of `terms` for somebody with `allergies` and these orders that have not ended.
  ///
  /// Drugs are compared by code and by the words of their names; classes of drugs are not known here.
  package static func all(
    of terms: MedicationOrder.Terms, allergies: Allergies, orders: [MedicationOrder],
    checklist: KetamineChecklist, in zone: TimeZone
  ) -> [MedicationWarning] {
    var warnings: [MedicationWarning] = []
    let drug = DrugName(terms.drug, terms.code)
    if drug.isKetamine, let warning = checklist.warning(in: zone) { warnings.append(warning) }
    switch allergies {
    case .notAsked:
      warnings.append(
        MedicationWarning(code: "allergies-unknown", message: "Nobody has asked about allergies yet."))
    case .unknown:
      warnings.append(
        MedicationWarning(code: "allergies-unknown", message: "It is not known whether there are allergies."))
    case .noneKnown: break
    case .known(let all):
      for allergy in all where DrugName(allergy.substance, allergy.code).matches(drug) {
        let reaction = allergy.reaction.map { " (\($0.rawValue))" } ?? ""
        warnings.append(
          MedicationWarning(
            code: "allergy", message: "There is an allergy to \(allergy.substance.rawValue)\(reaction)."))
      }
    }
    for order in orders where DrugName(order.terms.drug, order.terms.code).matches(drug) {
      let other = order.terms
      warnings.append(
        MedicationWarning(
          code: "duplicate",
          message: "\(other.drug.rawValue) \(other.amount) \(other.unit.rawValue) is ordered already."))
    }
    return warnings
  }
}

/// A drug as it can be recognized: by its code, or by the words of its name.
private struct DrugName {
  let code: DrugCode?
  let words: Set<String>

  /// Words that say what it looks like, not what it is.
  private static let forms: Set<String> = [
    "tablet", "tablets", "capsule", "capsules", "solution", "injection", "oral", "spray", "patch", "drops",
    "extended", "release", "sodium", "hydrochloride", "sulfate", "phosphate",
  ]

  init(_ name: Line, _ code: DrugCode?) {
    self.code = code
    words = Set(
      name.rawValue.lowercased().split { !$0.isLetter }.map(String.init).filter {
        $0.count >= 4 && !Self.forms.contains($0)
      })
    whole = name.rawValue.lowercased()
  }

  private let whole: String

  /// Ketamine, esketamine or arketamine.
  var isKetamine: Bool { words.contains { $0.hasSuffix("ketamine") } }

  func matches(_ other: DrugName) -> Bool {
    if let code, code == other.code { return true }
    return whole == other.whole || !words.isDisjoint(with: other.words)
  }
}

/// An order that a prescriber has to look at again: it is taken with a reason.
package struct OrderWarned: Refusal, Hashable {
  /// Never empty.
  package let warnings: [MedicationWarning]

  package var code: String { "order-warned" }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { "acknowledged" }
  package var message: String { warnings.map(\.message).joined(separator: " ") }
  package var remedy: String {
    "Order something else, or say in acknowledged why it is ordered all the same."
  }

  package init(_ warnings: [MedicationWarning]) {
    self.warnings = warnings
  }
}
