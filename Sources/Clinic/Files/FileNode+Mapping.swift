/// The keys of one mapping of a file, of which each may be read.
struct FileKeys {
  private let node: FileNode
  private let values: [String: FileNode]

  /// The value of a key that must be there.
  subscript(_ key: String) -> FileNode {
    get throws(InvalidFile) {
      guard let value = values[key] else {
        throw node.refuse("lacks the key `\(key)`", remedy: "Add `\(key)`.")
      }
      return value
    }
  }

  /// The value of a key that may be left out.
  subscript(optional key: String) -> FileNode? { values[key] }

  /// The elements under a key that may be left out.
  func list(_ key: String) throws(InvalidFile) -> [FileNode] {
    guard let value = values[key] else { return [] }
    return try value.list()
  }

  fileprivate init(_ node: FileNode, known: [String]) throws(InvalidFile) {
    var values: [String: FileNode] = [:]
    for (key, value) in try node.entries() {
      let name = try key.text()
      guard known.contains(name) else {
        throw key.refuse("is not a key that is known here", remedy: "Use one of \(known.listing).")
      }
      values[name] = value
    }
    self.node = node
    self.values = values
  }
}

extension FileNode {
  /// The mapping here, which may have these keys and no others.
  func keys(_ known: String...) throws(InvalidFile) -> FileKeys {
    try FileKeys(self, known: known)
  }
}

extension [FileNode] {
  /// Each element read in turn; stops at the first that is refused.
  func read<Value>(_ one: (FileNode) throws(InvalidFile) -> Value) throws(InvalidFile) -> [Value] {
    var values: [Value] = []
    for node in self { values.append(try one(node)) }
    return values
  }
}
