/// The levels of care that are known, by edition and code, with the stages that each may serve.
///
/// The names are ours. The criteria by which a level is chosen are not here: a clinician enters it.
package struct LevelCatalogue: Hashable, Sendable {
  package let entries: [Entry]

  /// A level with its name and what it may be used for.
  package struct Entry: Hashable, Sendable {
    package let level: LevelOfCare
    /// A short name of ours.
    package let name: String
    /// The stages that may be lived through at this level.
    package let stages: [Stage]
  }

  /// Reads the levels from a YAML file, of which `file` is the name for messages.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let entries = try root.keys("levels").list("levels").read { (node) throws(InvalidFile) in
      let keys = try node.keys("edition", "code", "name", "stages")
      guard let edition = LevelOfCare.Edition(rawValue: try keys["edition"].number()) else {
        throw try keys["edition"].refuse("is not an edition that is known", remedy: "Write 3 or 4.")
      }
      return Entry(
        level: LevelOfCare(edition: edition, code: try keys["code"].text()), name: try keys["name"].text(),
        stages: try keys["stages"].list().read { (node) throws(InvalidFile) in try node.code(of: Stage.self) }
      )
    }
    if Set(entries.map(\.level)).count < entries.count {
      throw root.refuse("has a level twice", remedy: "Leave one of the two out.")
    }
    self.entries = entries
  }

  /// The entry of a level; throws a refusal that lists the codes of the edition.
  package func find(_ level: LevelOfCare, field: String? = "level") throws(InvalidValue) -> Entry {
    guard let entry = entries.first(where: { $0.level == level }) else {
      let codes = entries.filter { $0.level.edition == level.edition }.map(\.level.code)
      throw InvalidValue(
        "unknown-level", field: field, problem: "is not a level of care of edition \(level.edition.rawValue)",
        value: level.code, remedy: "Use one of \(codes.listing).")
    }
    return entry
  }

  /// Refuses a level that does not serve `stage`, naming those that do.
  package func check(_ level: LevelOfCare, serves stage: Stage, field: String? = "level") throws(InvalidValue)
  {
    if try find(level, field: field).stages.contains(stage) { return }
    let codes = entries.filter { $0.level.edition == level.edition && $0.stages.contains(stage) }.map(
      \.level.code)
    throw InvalidValue(
      "level-of-other-stage", field: field, problem: "does not serve \(stage.rawValue)", value: "\(level)",
      remedy: "Use one of \(codes.listing).")
  }

  private static let shippedCatalogue = Result {
    try LevelCatalogue(file: "levels_of_care.yaml", yaml: PackageResources.levels_of_care_yaml)
  }

  /// The catalogue that comes with the software.
  package static func shipped() throws -> LevelCatalogue {
    try shippedCatalogue.get()
  }
}
