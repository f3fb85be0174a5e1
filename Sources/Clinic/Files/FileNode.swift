import Yams

/// One value of a YAML file, which knows where it stands so that an error can say it.
///
/// Nothing is read leniently: an unknown key is refused, because it is most often a misspelt one.
struct FileNode {
  let file: String
  let place: String
  private let node: Node

  /// Reads a whole file, of which `file` is the name for messages.
  init(file: String, bytes: [UInt8]) throws(InvalidFile) {
    func refusal(_ problem: String, line: Int? = nil) -> InvalidFile {
      InvalidFile(file: file, line: line, place: "", problem: problem, remedy: "Write it as YAML in UTF-8.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("is not UTF-8") }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      throw refusal("is not YAML: \(problem)", line: mark.line)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      throw refusal("has the key \(keys.listing) twice", line: context.mark.line)
    } catch {
      throw refusal("is not YAML")
    }
    guard let root else { throw refusal("is empty") }
    self.init(file: file, place: "", node: root)
  }

  private init(file: String, place: String, node: Node) {
    self.file = file
    self.place = place
    self.node = node
  }

  /// What is wrong here and what to do, with the position added.
  func refuse(_ problem: String, remedy: String) -> InvalidFile {
    InvalidFile(file: file, line: node.mark?.line, place: place, problem: problem, remedy: remedy)
  }

  /// Whether it is a single value, neither a list nor a mapping.
  var isSingle: Bool { node.scalar != nil }

  /// Whether it is a mapping from keys to values.
  var isMapping: Bool { node.mapping != nil }

  /// The value as text, whatever it looks like: `1.0` stays `1.0`.
  func text() throws(InvalidFile) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw refuse("is not a text", remedy: "Write one line of text.")
    }
    return text
  }

  /// The value as a whole number.
  func number<Number: FixedWidthInteger>(as type: Number.Type = Number.self) throws(InvalidFile) -> Number {
    guard let text = node.scalar?.string, let number = Number(text) else {
      throw refuse("is not a whole number", remedy: "Write a number like 12.")
    }
    return number
  }

  /// The value as true or false.
  func flag() throws(InvalidFile) -> Bool {
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default: throw refuse("is neither true nor false", remedy: "Write true or false.")
    }
  }

  /// One of the codes of a set.
  func code<Code: CaseIterable & RawRepresentable>(
    of type: Code.Type = Code.self
  ) throws(InvalidFile) -> Code where Code.RawValue == String {
    guard let code = Code(rawValue: try text()) else {
      throw refuse("is not a known code", remedy: "Use one of \(Code.listing).")
    }
    return code
  }

  /// The elements of a list; a single value counts as a list of one.
  func list() throws(InvalidFile) -> [FileNode] {
    guard let sequence = node.sequence else { return [self] }
    return sequence.enumerated().map {
      FileNode(file: file, place: "\(place)[\($0.offset)]", node: $0.element)
    }
  }

  /// The keys of a mapping with their values, in the order of the file.
  func entries() throws(InvalidFile) -> [(key: FileNode, value: FileNode)] {
    guard let mapping = node.mapping else {
      throw refuse("is not a mapping", remedy: "Write `key: value` lines here.")
    }
    return mapping.map { key, value in
      let name = key.scalar?.string ?? "?"
      let place = place.isEmpty ? name : "\(place).\(name)"
      return (FileNode(file: file, place: place, node: key), FileNode(file: file, place: place, node: value))
    }
  }
}
