import Foundation
import Testing

@testable import Clinic

/// Scores of an independent program.
struct IndependentScores: Decodable {
  let cases: [Case]

  struct Case: Decodable, CustomTestStringConvertible {
    let instrument: String
    let substance: String?
    let answers: [String: Int16]
    let total: Int
    let complete: Bool
    let is_mds: Bool?
    let is_ods: Bool?
    let severity: String?

    var testDescription: String { "\(instrument) \(answers.sorted { $0.key < $1.key })" }
  }
}

func cases<Cases: Decodable>(_ name: String, as type: Cases.Type = Cases.self) throws -> Cases {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Cases"))
  return try JSONDecoder().decode(Cases.self, from: Data(contentsOf: url))
}

/// Plain values as answers.
func recorded(_ values: [Int16: Int16]) -> Screening.Answers {
  values.mapValues { .value($0) }
}

/// The items from the first on answered with these values.
func answers(_ values: Int16...) -> Screening.Answers {
  recorded(Dictionary(uniqueKeysWithValues: values.enumerated().map { (Int16($0.offset + 1), $0.element) }))
}

func instrument(_ slug: String) throws -> Instrument {
  try InstrumentLibrary.shipped().find(slug)
}
