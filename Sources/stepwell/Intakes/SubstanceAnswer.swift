import Clinic
import Service

/// What was typed for a substance: its class, or a drug by name, from which the class follows.
struct SubstanceAnswer {
  /// The members of the substance in the request; nil when there is none more.
  let use: [String: DraftValue]?

  init(typed text: String) throws {
    let word = text.lowercased().replacing(" ", with: "_")
    if text.isEmpty {
      use = nil
    } else if Substance(word: word) != nil {
      use = ["substance": .text(word)]
    } else if let entry = try DrugCatalogue.shipped().entries.first(where: {
      $0.name.lowercased() == text.lowercased()
    }),
      let substance = entry.drug.substance
    {
      use = ["substance": .text(substance.word), "detailed_drug": .number(Int(entry.drug.rawValue))]
    } else if let reason = MissingReason(rawValue: word) {
      use = ["substance": .missing(reason.rawValue)]
    } else {
      throw InvalidValue(
        "unknown-code", field: nil, problem: "is neither a class of substances nor a drug of the list",
        remedy: "Type one of the classes above, or other.")
    }
  }
}
