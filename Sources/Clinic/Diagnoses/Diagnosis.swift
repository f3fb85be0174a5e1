import Foundation

/// A diagnosis of a person, in its place of the order.
package struct Diagnosis: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Diagnosis>

  package let id: ID
  package var rank: Int16
  package var code: DiagnosisCode
  package var madeOn: Day?

  package init(id: ID, rank: Int16, code: DiagnosisCode, madeOn: Day? = nil) {
    self.id = id
    self.rank = rank
    self.code = code
    self.madeOn = madeOn
  }
}

/// A code that has the form of ICD-10-CM, written with its dot: `F16.20`.
package struct DiagnosisCode: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  package var description: String { rawValue }

  /// Reads a code in either case, with or without its dot.
  package init(_ text: String, field: String? = nil) throws(InvalidValue) {
    guard let code = DiagnosisCode(rawValue: text) else {
      throw InvalidValue(
        "invalid-diagnosis", field: field, problem: "is not a code of ICD-10-CM",
        remedy: "Write a letter, a digit and another character, then a dot and one to four more: F16.20.")
    }
    self = code
  }

  package init?(rawValue: String) {
    let text = rawValue.uppercased()
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let characters = Array(parts.joined().utf8)
    let isDotted = parts.count == 1 || (parts.count == 2 && parts[0].utf8.count == 3 && !parts[1].isEmpty)
    func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    guard isDotted, (3...7).contains(characters.count), isLetter(characters[0]), isDigit(characters[1]),
      characters.dropFirst(2).allSatisfy({ isDigit($0) || isLetter($0) })
    else { return nil }
    let code = parts.joined()
    self.rawValue = code.count == 3 ? code : "\(code.prefix(3)).\(code.dropFirst(3))"
  }

  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self), field: decoder.field)
  }

  /// Whether it is a disorder by use of a substance: F10 to F19.
  package var isSubstanceUse: Bool { rawValue.hasPrefix("F1") }
}

extension DiagnosisCode {
  /// Refuses withdrawal as a diagnosis of hallucinogens (F16), to which ketamine belongs: there is no such code.
  package func checkWithdrawal(field: String? = nil) throws(InvalidValue) {
    guard rawValue.hasPrefix("F16."), rawValue.count >= 6, rawValue.dropFirst(5).first == "3" else { return }
    throw Self.noWithdrawal(field: field, value: rawValue)
  }

  /// What is said of withdrawal from hallucinogens as a diagnosis.
  package static func noWithdrawal(field: String?, value: String? = nil) -> InvalidValue {
    InvalidValue(
      "no-such-withdrawal", field: field, problem: "says withdrawal, which F16 does not have",
      value: value,
      remedy: "Choose another F16 code; withdrawal can be watched without being diagnosed.")
  }
}

extension [Diagnosis] {
  /// Refuses a code that is there twice, and ranks that do not count from 1 without a gap (E17).
  package func checkOrder() throws(InvalidValues) {
    var faults: [InvalidValue] = []
    var seen: Set<DiagnosisCode> = []
    for (index, diagnosis) in enumerated() where !seen.insert(diagnosis.code).inserted {
      faults.append(
        InvalidValue(
          "diagnosis-twice", field: "diagnoses[\(index)].code", problem: "is there twice",
          value: diagnosis.code.rawValue, remedy: "Leave one of the two out."))
    }
    if !isEmpty, map({ Int($0.rank) }).sorted() != [Int](1...count) {
      faults.append(
        InvalidValue(
          "rank-gap", field: "diagnoses", problem: "does not have each rank from 1 to \(count) once",
          remedy: "Number the diagnoses 1, 2, 3, beginning with the main one."))
    }
    if let refusal = InvalidValues(faults) { throw refusal }
  }
}
