import Clinic
import Foundation
import Hummingbird

/// The parameters after the question mark, each known and given once.
struct QueryParameters {
  private let values: [String: String]

  /// Refuses parameters that are not known: a misspelt one would otherwise be ignored in silence.
  init(_ query: String?, known: [String]) throws {
    var values: [String: String] = [:]
    for part in (query ?? "").split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.decoded(pair[0]) ?? ""
      guard known.contains(name) else {
        throw Problem(
          .badRequest, "unknown-parameter", "A query parameter is not known here.",
          field: name.isShownBack ? name : nil,
          remedy: known.isEmpty ? "Leave all parameters out." : "Use only \(known.listing).")
      }
      guard let value = pair.count == 2 ? Self.decoded(pair[1]) : nil else {
        throw Problem(
          .badRequest, "malformed-parameter", "A query parameter is not text in UTF-8.", field: name,
          remedy: "Write it as \(name)=value, percent-encoded.")
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw Problem(
          .badRequest, "parameter-twice", "A query parameter is given twice.", field: name,
          remedy: "Give it once.")
      }
    }
    self.values = values
  }

  /// Nil when it was not given.
  subscript(_ name: String) -> String? { values[name] }

  /// The parameter as if it were a text in a body, so that it is read and refused by the same rules.
  func optional<Value>(_ name: String, _ read: (JSONNode) throws -> Value) throws -> Value? {
    try values[name].map { try read(JSONNode(.string($0), path: name)) }
  }

  func required<Value>(_ name: String, _ read: (JSONNode) throws -> Value) throws -> Value {
    guard let value = try optional(name, read) else {
      throw InvalidValue(
        "missing-required", field: name, problem: "is missing", remedy: "Give it as a query parameter.")
    }
    return value
  }

  /// A number from 1 to `limit`.
  func count(_ name: String, limit: Int, otherwise: Int) throws -> Int {
    try count(name, limit: limit) ?? otherwise
  }

  /// A number from 1 to `limit`; nil when it was not given.
  func count(_ name: String, limit: Int) throws -> Int? {
    guard let text = values[name] else { return nil }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let count = Int(text), (1...limit).contains(count)
    else {
      throw InvalidValue(
        "out-of-range", field: name, problem: "is not a whole number from 1 to \(limit)",
        remedy: "Give a number in that range.")
    }
    return count
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}

extension Exchange {
  func query(_ known: String...) throws -> QueryParameters {
    try QueryParameters(request.uri.query, known: known)
  }
}
