import Foundation
import Testing

@testable import Clinic

/// The answer-to-score cases of Cases/scoring.json, each marked there as published or derived from a published rule.
struct ScoringCases: Decodable {
  let definitions: [String: Definition]
  let cases: [Case]

  /// What is published of an instrument, written down apart from our own definition.
  struct Definition: Decodable {
    let item_values: [[Int16]]?
    let range: [Int]
    let bands: [Band]?
    let reverse: [Int16]?
    let cut: Int?
    let loinc: Codes
  }

  struct Band: Decodable {
    let min: Int
    let max: Int
    let label: String
  }

  struct Codes: Decodable {
    let panel: String
    let total: String
    let items: [String]?
  }

  struct Case: Decodable, CustomTestStringConvertible {
    let instrument: String
    let input: Input
    let expected: Expected

    var slug: String { instrument.lowercased().replacing("-", with: "_") }
    var testDescription: String { "\(instrument) \(input.answers.sorted { $0.key < $1.key }.map(\.value))" }
  }

  enum Input: Decodable {
    case values([Int16])
    case yesNo(YesNo)

    init(from decoder: any Decoder) throws {
      if let values = try? decoder.singleValueContainer().decode([Int16].self) {
        self = .values(values)
      } else {
        self = .yesNo(try YesNo(from: decoder))
      }
    }

    var answers: [Int16: Int16] {
      switch self {
      case .values(let values):
        Dictionary(uniqueKeysWithValues: values.enumerated().map { (Int16($0.offset + 1), $0.element) })
      case .yesNo(let items):
        Dictionary(uniqueKeysWithValues: items.yes.map { ($0, 1) } + items.no.map { ($0, 0) })
      }
    }
  }

  struct YesNo: Decodable {
    let yes: [Int16]
    let no: [Int16]
  }

  struct Expected: Decodable {
    let total: Int?
    let band: String?
    let item9_flag: Bool?
    let mdd_algorithm: String?
    let positive_men: Bool?
    let positive_women: Bool?
    let review: String?
    let error: String?
  }
}

/// Scores of an independent program.
struct IndependentScores: Decodable {
  let cases: [Case]

  struct Case: Decodable, CustomTestStringConvertible {
    let instrument: String
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
