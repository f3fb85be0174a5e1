private enum MissingKey: String, CodingKey {
  case missing
}

extension Recorded: Decodable where Value: Decodable {
  package init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: MissingKey.self), object.contains(.missing) {
      let text = try object.decode(String.self, forKey: .missing)
      guard let reason = MissingReason(rawValue: text) else {
        throw InvalidValue(
          "unknown-code", field: decoder.field, problem: "has an unknown reason for a missing value",
          value: text, remedy: "Use one of \(MissingReason.listing).")
      }
      self = .missing(reason)
    } else if try decoder.singleValueContainer().decodeNil() {
      throw InvalidValue(
        "missing-without-reason", field: decoder.field, problem: "is null without a reason",
        remedy: #"Give the value, or {"missing": reason} with one of \#(MissingReason.listing)."#)
    } else {
      self = .value(try Value(from: decoder))
    }
  }
}

extension Recorded: Encodable where Value: Encodable {
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .value(let value):
      try value.encode(to: encoder)
    case .missing(let reason):
      var container = encoder.container(keyedBy: MissingKey.self)
      try container.encode(reason.rawValue, forKey: .missing)
    }
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// All codes of the set, for a remedy: "a, b or c".
  package static var listing: String {
    allCases.map(\.rawValue).listing
  }
}

extension [String] {
  /// The elements as a person would say them: "a, b or c".
  package var listing: String {
    guard let last, count > 1 else { return first ?? "nothing" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
