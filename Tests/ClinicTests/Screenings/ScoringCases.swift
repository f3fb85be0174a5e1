import Testing

@testable import Clinic

/// The answer-to-score cases of Cases/scoring.json, each marked there as published or derived from a published rule.
struct ScoringCases: Decodable {
  let definitions: [String: Definition]
  let cases: [Case]

  /// What is published of an instrument, written down apart from our own definition.
  struct Definition: Decodable {
    let item_values: [[Int16]]?
    let range: [Int]?
    let bands: [Band]?
    let band_sets: [String: [Band]]?
    let reverse: [Int16]?
    let cut: Int?
    let loinc: Codes?
  }

  struct Band: Decodable, Equatable {
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

    var testDescription: String { "\(instrument) \(input)" }
  }

  /// The answers as the case writes them: the values of the items in order, or by name.
  enum Input: Decodable {
    case values([Int16])
    case named([String: Entry])

    init(from decoder: any Decoder) throws {
      if let values = try? decoder.singleValueContainer().decode([Int16].self) {
        self = .values(values)
      } else {
        self = .named(try decoder.singleValueContainer().decode([String: Entry].self))
      }
    }
  }

  enum Entry: Decodable, Equatable {
    case flag(Bool)
    case number(Double)
    case text(String)
    case numbers([Int16])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let flag = try? value.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? value.decode(Double.self) {
        self = .number(number)
      } else if let text = try? value.decode(String.self) {
        self = .text(text)
      } else {
        self = .numbers(try value.decode([Int16].self))
      }
    }
  }

  struct Expected: Decodable {
    let total: Int?
    let score: Int?
    let band: String?
    let classic: String?
    let asam_2020: String?
    let risk: String?
    let severity: String?
    let item9_flag: Bool?
    let mdd_algorithm: String?
    let positive_men: Bool?
    let positive_women: Bool?
    let total_positive: Bool?
    let clusters: String?
    let use: Int?
    let risk_sum: Int?
    let protective: Int?
    let flags: [String]?
    let review: String?
    let error: String?

    /// `risk` is a word for the one instrument and a sum for another.
    private enum CodingKeys: String, CodingKey {
      case total, score, band, classic, asam_2020, risk, severity, item9_flag, mdd_algorithm, positive_men
      case positive_women, total_positive, clusters, use, protective, flags, review, error
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      total = try values.decodeIfPresent(Int.self, forKey: .total)
      score = try values.decodeIfPresent(Int.self, forKey: .score)
      band = try values.decodeIfPresent(String.self, forKey: .band)
      classic = try values.decodeIfPresent(String.self, forKey: .classic)
      asam_2020 = try values.decodeIfPresent(String.self, forKey: .asam_2020)
      risk = try? values.decodeIfPresent(String.self, forKey: .risk)
      risk_sum = try? values.decodeIfPresent(Int.self, forKey: .risk)
      severity = try values.decodeIfPresent(String.self, forKey: .severity)
      item9_flag = try values.decodeIfPresent(Bool.self, forKey: .item9_flag)
      mdd_algorithm = try values.decodeIfPresent(String.self, forKey: .mdd_algorithm)
      positive_men = try values.decodeIfPresent(Bool.self, forKey: .positive_men)
      positive_women = try values.decodeIfPresent(Bool.self, forKey: .positive_women)
      total_positive = try values.decodeIfPresent(Bool.self, forKey: .total_positive)
      clusters = try values.decodeIfPresent(String.self, forKey: .clusters)
      use = try values.decodeIfPresent(Int.self, forKey: .use)
      protective = try values.decodeIfPresent(Int.self, forKey: .protective)
      flags = try values.decodeIfPresent([String].self, forKey: .flags)
      review = try values.decodeIfPresent(String.self, forKey: .review)
      error = try values.decodeIfPresent(String.self, forKey: .error)
    }
  }
}
