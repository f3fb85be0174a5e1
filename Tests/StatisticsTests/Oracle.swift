import Foundation
import Testing

@testable import Statistics

/// A piece of an oracle file, read by path.
@dynamicMemberLookup
enum Oracle: Decodable, Sendable {
  case object([String: Oracle])
  case array([Oracle])
  case number(Double)
  case text(String)
  case none

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .none
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let flag = try? value.decode(Bool.self) {
      self = .text(flag ? "true" : "false")
    } else if let array = try? value.decode([Oracle].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: Oracle].self))
    }
  }

  /// Reads a file of the folder Oracles.
  static func file(_ name: String) throws -> Oracle {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Oracles"))
    return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: url))
  }

  subscript(dynamicMember name: String) -> Oracle { self[name] }

  subscript(name: String) -> Oracle {
    if case .object(let members) = self { members[name] ?? .none } else { .none }
  }

  subscript(index: Int) -> Oracle {
    if case .none = self { return .none }
    return list.indices.contains(index) ? list[index] : .none
  }

  /// The elements, of which a single value counts as a list of one, as R writes it.
  ///
  /// A missing list fails the test, so that nothing is compared with nothing.
  var list: [Oracle] {
    switch self {
    case .array(let elements): elements
    case .none:
      {
        Issue.record("The oracle has no such list.")
        return []
      }()
    case .object, .number, .text: [self]
    }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var numbers: [Double?] { list.map(\.number) }
  var keys: [String] { if case .object(let members) = self { members.keys.sorted() } else { [] } }
}

/// Whether both are missing, or equal to six decimals.
func isClose(_ own: Double?, _ other: Double?, within tolerance: Double = 0.000_000_6) -> Bool {
  guard let own, let other else { return own == nil && other == nil }
  return abs(own - other) <= tolerance
}
