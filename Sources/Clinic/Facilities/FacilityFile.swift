import Foundation

/// Facilities with their units and beds, as the clinic's file describes them; checked when it is read.
package struct FacilityFile: Hashable, Sendable {
  /// One facility of the file.
  package struct House: Hashable, Sendable {
    package let slug: String
    package let name: Line
    package let timeZone: String
    package let longestHoldHours: Int16
    /// The day on which beds that are new come into use; nil when they do as the file is loaded.
    package let since: Day?
    package let units: [Ward]

    package init(
      slug: String, name: Line, timeZone: String, longestHoldHours: Int16, since: Day?, units: [Ward]
    ) {
      self.slug = slug
      self.name = name
      self.timeZone = timeZone
      self.longestHoldHours = longestHoldHours
      self.since = since
      self.units = units
    }
  }

  /// One unit of a facility.
  package struct Ward: Hashable, Sendable {
    package let name: Line
    package let stage: Stage
    package let exclusiveTo: ExclusiveKind?
    package let beds: [Place]

    package init(name: Line, stage: Stage, exclusiveTo: ExclusiveKind?, beds: [Place]) {
      self.name = name
      self.stage = stage
      self.exclusiveTo = exclusiveTo
      self.beds = beds
    }
  }

  /// One bed of a unit.
  package struct Place: Hashable, Sendable {
    package let label: String
    /// In alphabetical order.
    package let tags: [String]

    package init(label: String, tags: [String]) {
      self.label = label
      self.tags = tags
    }
  }

  /// The words that beds may be tagged with.
  package let tags: [String]
  package let houses: [House]

  /// Makes the file of what there is.
  package init(houses: [House]) {
    self.houses = houses
    tags = Set(houses.flatMap(\.units).flatMap(\.beds).flatMap(\.tags)).sorted()
  }

  /// Reads a YAML file, of which `file` is the name for messages.
  ///
  /// Throws where a name stands twice, a kind, stage or time zone is not known, or a bed has a tag that is not listed.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys("version", "tags", "facilities")
    _ = try keys["version"].text()
    var tags: [String] = []
    for node in try keys.list("tags") { tags.append(try Self.word(node, "tag", unlike: tags)) }
    self.tags = tags
    var slugs: [String] = []
    var houses: [House] = []
    for node in try keys["facilities"].list() {
      let house = try House(node, tags: tags, unlike: slugs)
      slugs.append(house.slug)
      houses.append(house)
    }
    self.houses = houses
  }

  /// A tag: small letters, digits and _.
  private static func word(
    _ node: FileNode, _ noun: String, unlike others: [String]
  ) throws(InvalidFile) -> String {
    let text = try node.text()
    guard text.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil else {
      throw node.refuse("is not a \(noun)", remedy: "Use small letters, digits and _, such as near_nurses.")
    }
    guard !others.contains(text) else {
      throw node.refuse("is listed for the second time", remedy: "List each \(noun) once.")
    }
    return text
  }
}
