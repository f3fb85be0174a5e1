/// The code of one drug, whose hundreds are the code of its class: 2004 is ketamine, of class 20.
package struct DetailedDrug: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: Int16

  package static let ketamine = DetailedDrug(rawValue: 2_004)

  /// Takes any number; whether there is such a drug is for the catalogue to say.
  package init(rawValue: Int16) {
    self.rawValue = rawValue
  }

  /// The four digits of the TEDS record: `0201`.
  package var description: String {
    let digits = String(rawValue)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The class that the code names, if there is one.
  package var substance: Substance? {
    Substance(rawValue: rawValue / 100)
  }
}

extension DetailedDrug: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(rawValue: try decoder.singleValueContainer().decode(Int16.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}
