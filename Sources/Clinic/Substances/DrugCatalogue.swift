/// The drugs that have a code of their own, with the codes that were retired and what replaced them.
package struct DrugCatalogue: Hashable, Sendable {
  package let entries: [Entry]
  private let byCode: [DetailedDrug: Entry]

  /// A drug with its name, and what became of its code.
  package struct Entry: Hashable, Sendable {
    package let drug: DetailedDrug
    package let name: String
    /// The last day on which the code was given; nil while it is in use.
    package let retiredOn: Day?
    package let recodedTo: DetailedDrug?

    /// Whether the code may be given on a day.
    package func isValid(on day: Day) -> Bool { retiredOn.map { day <= $0 } ?? true }
  }

  /// Reads the drugs from a YAML file, of which `file` is the name for messages.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let nodes = try root.keys("drugs").list("drugs")
    var byCode: [DetailedDrug: Entry] = [:]
    entries = try nodes.read { (node) throws(InvalidFile) in
      let entry = try Entry(node)
      guard byCode.updateValue(entry, forKey: entry.drug) == nil else {
        throw node.refuse("has a code that is already taken", remedy: "Leave one of the two out.")
      }
      return entry
    }
    self.byCode = byCode
    for (node, entry) in zip(nodes, entries) {
      guard let target = entry.recodedTo else { continue }
      if byCode[target].map({ $0.recodedTo != nil }) ?? true {
        throw node.refuse(
          "is recoded to a code that is not in use", remedy: "Name the code that is in use now.")
      }
    }
  }

  /// The entry of a drug, also of one whose code is retired; nil when there is none.
  package func find(_ drug: DetailedDrug) -> Entry? { byCode[drug] }

  /// The code in use for a drug whose code may be retired: 1608 becomes 2004.
  package func current(_ drug: DetailedDrug) -> DetailedDrug {
    byCode[drug]?.recodedTo ?? drug
  }

  /// The drugs of a class that have a code in use.
  package func drugs(of substance: Substance) -> [Entry] {
    entries.filter { $0.drug.substance == substance && $0.recodedTo == nil }
  }

  private static let shippedCatalogue = Result {
    try DrugCatalogue(file: "drugs.yaml", yaml: PackageResources.drugs_yaml)
  }

  /// The catalogue that comes with the software.
  package static func shipped() throws -> DrugCatalogue {
    try shippedCatalogue.get()
  }
}

extension DrugCatalogue.Entry {
  fileprivate init(_ node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("code", "name", "retired_on", "recoded_to")
    drug = DetailedDrug(rawValue: try keys["code"].number())
    name = try keys["name"].text()
    recodedTo = try keys[optional: "recoded_to"].map { (node) throws(InvalidFile) in
      DetailedDrug(rawValue: try node.number())
    }
    guard let text = try keys[optional: "retired_on"]?.text() else {
      retiredOn = nil
      return
    }
    guard let day = try? Day(text) else {
      throw node.refuse("has no day in `retired_on`", remedy: "Write a day like 2005-12-31.")
    }
    retiredOn = day
  }
}
