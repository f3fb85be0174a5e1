import Foundation
import HTTPTypes

/// Holds JSON against the part of JSON Schema that the description of the API uses.
struct SchemaCheck {
  private let document: [String: Any]

  init(description: Answer) throws {
    document = description.json as? [String: Any] ?? [:]
  }

  /// What is wrong with an answer of an operation; empty when nothing is.
  func faults(of answer: Answer, _ method: String, _ template: String) -> [String] {
    let operation = dig(document, ["paths", template, method])
    let responses = operation?["responses"] as? [String: Any] ?? [:]
    guard let response = responses["\(answer.status)"] ?? responses["default"] else {
      return ["\(method) \(template): no response \(answer.status) is described"]
    }
    let content = (resolved(response)["content"] as? [String: Any]) ?? [:]
    if content.isEmpty { return answer.text.isEmpty ? [] : ["a body is not described"] }
    let type = answer.headers[.contentType]?.split(separator: ";").first.map(String.init) ?? ""
    guard let media = content[type] as? [String: Any], let schema = media["schema"] else {
      return ["\(type) is not described"]
    }
    return type.hasSuffix("json") ? faults(answer.json ?? NSNull(), schema, "$") : []
  }

  private func dig(_ value: [String: Any], _ path: [String]) -> [String: Any]? {
    path.reduce(value as [String: Any]?) { $0?[$1] as? [String: Any] }
  }

  private func resolved(_ schema: Any) -> [String: Any] {
    guard let object = schema as? [String: Any] else { return [:] }
    guard let reference = object["$ref"] as? String else { return object }
    return resolved(dig(document, reference.split(separator: "/").dropFirst().map(String.init)) ?? [:])
  }

  private func faults(_ value: Any, _ schema: Any, _ place: String) -> [String] {
    let schema = resolved(schema)
    if let options = schema["oneOf"] as? [Any], schema["type"] == nil {
      let fitting = options.filter { self.faults(value, $0, place).isEmpty }
      return fitting.count == 1 ? [] : ["\(place) fits \(fitting.count) of \(options.count) forms"]
    }
    var faults: [String] = []
    if let type = schema["type"] as? String, !Self.is(value, type) { return ["\(place) is not \(type)"] }
    if let words = schema["enum"] as? [Any], !words.contains(where: { "\($0)" == "\(value)" }) {
      faults.append("\(place) is none of the words")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      faults.append("\(place) does not match \(pattern)")
    }
    if let list = value as? [Any], let items = schema["items"] {
      faults += list.enumerated().flatMap { self.faults($0.element, items, "\(place)[\($0.offset)]") }
    }
    if let object = value as? [String: Any] { faults += members(object, schema, place) }
    return faults
  }

  private func members(_ object: [String: Any], _ schema: [String: Any], _ place: String) -> [String] {
    let properties = schema["properties"] as? [String: Any] ?? [:]
    let required = schema["required"] as? [String] ?? []
    var faults = required.filter { object[$0] == nil }.map { "\(place) lacks \($0)" }
    for (name, value) in object {
      if let property = properties[name] {
        faults += self.faults(value, property, "\(place).\(name)")
      } else if let other = schema["additionalProperties"] as? [String: Any] {
        faults += self.faults(value, other, "\(place).\(name)")
      } else if schema["additionalProperties"] as? Bool == false {
        faults.append("\(place).\(name) is not described")
      }
    }
    return faults
  }

  private static func `is`(_ value: Any, _ type: String) -> Bool {
    // Foundation gives true and 1 the same class; only what stands behind it tells them apart.
    let isFlag = (value as? NSNumber).map { CFGetTypeIDIsBoolean($0) } ?? false
    return switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": isFlag
    case "integer":
      !isFlag && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    case "number": !isFlag && value is NSNumber
    default: false
    }
  }

  private static func CFGetTypeIDIsBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c"
  }
}
