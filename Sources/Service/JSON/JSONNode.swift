import Clinic
import Foundation

/// A value of a request with its place in it, read strictly: nothing is guessed, nothing is ignored.
///
/// Refusals name the place (`substances[0].route`) and never repeat what was written there, which may be personal;
/// only words of closed lists are repeated.
package struct JSONNode {
  let value: JSONValue
  /// Empty for the whole body.
  let path: String

  /// Reads the body of a request.
  package init(body: [UInt8]) throws(MalformedJSON) {
    self.init(try JSONParser.parse(body), path: "")
  }

  init(_ value: JSONValue, path: String) {
    self.value = value
    self.path = path
  }

  /// How refusals name the place; nil for the whole body.
  var field: String? { path.isEmpty ? nil : path }

  func wrongType(_ wanted: String, _ remedy: String) -> InvalidValue {
    InvalidValue("wrong-type", field: field, problem: "is \(value.kind), not \(wanted)", remedy: remedy)
  }

  /// The members of an object: all of `required`, any of `optional`, and no others.
  ///
  /// Throws all that is missing or unknown at once.
  func members(_ required: [String], optional: [String] = []) throws -> Members {
    guard case .object(let members) = value else {
      throw wrongType("an object", "Send an object with named members.")
    }
    let known = required + optional
    let unknown = members.filter { !known.contains($0.name) }.map { member in
      InvalidValue(
        "unknown-field", field: place(of: member.name), problem: "is not known here",
        remedy: "Leave it out, or use one of \(known.listing).")
    }
    let absent = required.filter { name in !members.contains { $0.name == name } }.map { name in
      InvalidValue(
        "missing-required", field: place(of: name), problem: "is missing", remedy: "Give the field \(name).")
    }
    if let refusal = InvalidValues(absent + unknown) { throw refusal }
    return Members(
      Dictionary(
        uniqueKeysWithValues: members.map { ($0.name, JSONNode($0.value, path: place(of: $0.name))) }),
      of: self)
  }

  /// The elements of a list of at most `limit`.
  func elements(limit: Int) throws -> [JSONNode] {
    guard case .array(let elements) = value else { throw wrongType("a list", "Send a list in brackets.") }
    guard elements.count <= limit else {
      throw InvalidValue(
        "list-too-long", field: field, problem: "has more than \(limit) elements",
        remedy: "Send at most \(limit).")
    }
    return elements.enumerated().map { JSONNode($0.element, path: "\(path)[\($0.offset)]") }
  }

  /// The members of an object whose names are data, such as the numbers of items.
  func entries() throws -> [(name: String, node: JSONNode)] {
    guard case .object(let members) = value else {
      throw wrongType("an object", "Send an object with named members.")
    }
    return members.map { ($0.name, JSONNode($0.value, path: place(of: $0.name))) }
  }

  /// Long or strange names are cut: a name is the caller's text too.
  private func place(of name: String) -> String {
    let isPlain = name.utf8.count <= 60 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    let name = isPlain ? name : "(unknown)"
    return path.isEmpty ? name : "\(path).\(name)"
  }
}

/// The members of an object that was checked for unknown and missing ones.
struct Members {
  private let nodes: [String: JSONNode]
  private let owner: JSONNode

  fileprivate init(_ nodes: [String: JSONNode], of owner: JSONNode) {
    self.nodes = nodes
    self.owner = owner
  }

  /// The member `name`, which was declared as required.
  subscript(_ name: String) -> JSONNode { nodes[name] ?? JSONNode(.null, path: name) }

  /// Reads the member `name` if it is there.
  func optional<Value>(_ name: String, _ read: (JSONNode) throws -> Value) throws -> Value? {
    try nodes[name].map(read)
  }

  /// Reads a fact that may be missing for a reason; when it is left out, nobody collected it.
  func recorded<Value>(_ name: String, _ read: (JSONNode) throws -> Value) throws -> Recorded<Value> {
    try nodes[name]?.recorded(read) ?? .missing(.notCollected)
  }

  func contains(_ name: String) -> Bool { nodes[name] != nil }
}
