import Clinic
import Yams

/// One value of a definition, which knows where it stands so that a refusal can say it.
struct DefinitionNode {
  let file: String
  /// The way to here: `measures[1].retention`; empty at the top.
  let place: String
  private let node: Node

  init(yaml: String, file: String) throws(InvalidDefinition) {
    do {
      guard let root = try Yams.compose(yaml: yaml) else {
        throw InvalidDefinition(
          file: file, line: 1, column: 1, field: nil, problem: "is empty", value: nil,
          remedy: "Write at least `name`, `title`, `population` and `measures`.")
      }
      self.init(file: file, place: "", node: root)
    } catch let refusal as InvalidDefinition {
      throw refusal
    } catch {
      let mark = (error as? YamlError)?.position
      throw InvalidDefinition(
        file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, field: nil, problem: "is not YAML",
        value: nil, remedy: "Look at the indentation, the colons and the quotes at this place.")
    }
  }

  private init(file: String, place: String, node: Node) {
    self.file = file
    self.place = place
    self.node = node
  }

  func refuse(_ problem: String, value: String? = nil, remedy: String) -> InvalidDefinition {
    InvalidDefinition(
      file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1,
      field: place.isEmpty ? nil : place, problem: problem, value: value, remedy: remedy)
  }

  /// Refuses a word that is not known, and names the one that was probably meant.
  func refuse(_ word: String, asOneOf known: [String], noun: String) -> InvalidDefinition {
    let all = known.joined(separator: ", ")
    let remedy =
      Spelling.suggestion(for: word, among: known).map { "Did you mean \($0)?" } ?? "Use one of \(all)."
    return refuse("is not a known \(noun)", value: word, remedy: remedy)
  }

  var isMapping: Bool { node.mapping != nil }

  func text() throws(InvalidDefinition) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw refuse("is not a text", remedy: "Write one word or one line of text here.")
    }
    return text
  }

  func number(in range: ClosedRange<Int>) throws(InvalidDefinition) -> Int {
    let text = try text()
    guard let number = Int(text), range.contains(number) else {
      throw refuse(
        "is not a whole number from \(range.lowerBound) to \(range.upperBound)", value: text,
        remedy: "Write a number in that range.")
    }
    return number
  }

  func day() throws(InvalidDefinition) -> Day {
    let text = try text()
    guard let day = try? Day(text) else {
      throw refuse("is not a day of the calendar", value: text, remedy: "Write a day like 2024-02-29.")
    }
    return day
  }

  func word<Meaning: Vocabulary>(_ noun: String) throws(InvalidDefinition) -> Meaning {
    let text = try text()
    guard let meaning = Meaning.named(text) else {
      throw refuse(text, asOneOf: Meaning.words.map(\.word), noun: noun)
    }
    return meaning
  }

  /// The elements of a list, which has at least one; a single value counts as a list of one.
  func list() throws(InvalidDefinition) -> [DefinitionNode] {
    guard let sequence = node.sequence else { return [self] }
    if sequence.isEmpty {
      throw refuse("is an empty list", remedy: "Name at least one, or leave the key out.")
    }
    return sequence.enumerated().map {
      DefinitionNode(file: file, place: "\(place)[\($0.offset)]", node: $0.element)
    }
  }

  /// Each element of the list, read by `read`.
  func list<Value>(
    _ read: (DefinitionNode) throws(InvalidDefinition) -> Value
  ) throws(InvalidDefinition) -> [Value] {
    var values: [Value] = []
    for element in try list() { values.append(try read(element)) }
    return values
  }

  /// The value of one key, whatever the others are; nil when it is not there, or when this is no mapping.
  func value(of key: String) -> DefinitionNode? {
    node.mapping?.first { $0.key.string == key }.map {
      DefinitionNode(file: file, place: key, node: $0.value)
    }
  }

  /// The keys here with their values; no others than `known` are taken, and none twice.
  func keys(_ known: String...) throws(InvalidDefinition) -> [String: DefinitionNode] { try keys(known) }

  /// The keys here with their values; no others than `known` are taken, and none twice.
  ///
  /// A key of `formerly` is the word of before for the key beside it, and is listed to nobody.
  func keys(
    _ known: [String], formerly: [String: String] = [:]
  ) throws(InvalidDefinition) -> [String: DefinitionNode] {
    guard let mapping = node.mapping else {
      throw refuse(
        "is not a mapping", remedy: "Write `key: value` here, with the keys \(known.joined(separator: ", "))."
      )
    }
    var values: [String: DefinitionNode] = [:]
    for (key, value) in mapping {
      let keyNode = DefinitionNode(file: file, place: place, node: key)
      let written = try keyNode.text()
      let name = formerly[written] ?? written
      guard values[name] == nil else {
        throw keyNode.refuse("is there twice", value: name, remedy: "Leave one of the two out.")
      }
      guard known.contains(name) else { throw keyNode.refuse(name, asOneOf: known, noun: "key") }
      let path = place.isEmpty ? written : "\(place).\(written)"
      values[name] = DefinitionNode(file: file, place: path, node: value)
    }
    return values
  }
}

extension YamlError {
  /// Where the reader stumbled.
  fileprivate var position: (line: Int, column: Int)? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      (mark.line, mark.column)
    default: nil
    }
  }
}
