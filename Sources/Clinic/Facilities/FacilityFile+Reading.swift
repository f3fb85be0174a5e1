import Foundation

extension FacilityFile.House {
  init(_ node: FileNode, tags: [String], unlike others: [String]) throws(InvalidFile) {
    let keys = try node.keys("facility", "name", "zone", "longest_hold_hours", "since", "units")
    slug = try keys["facility"].text()
    guard slug.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
      throw try keys["facility"].refuse(
        "is not a short name", remedy: "Use small letters, digits and -, at most 40.")
    }
    guard !others.contains(slug) else {
      throw try keys["facility"].refuse(
        "describes a facility for the second time", remedy: "Give each facility one entry.")
    }
    name = try keys["name"].line()
    timeZone = try keys["zone"].text()
    guard TimeZone(identifier: timeZone) != nil else {
      throw try keys["zone"].refuse("is not a time zone", remedy: "Write it like America/New_York or UTC.")
    }
    longestHoldHours = try keys[optional: "longest_hold_hours"]?.number() ?? 72
    guard (1...2_160).contains(longestHoldHours) else {
      throw try keys["longest_hold_hours"].refuse(
        "is not a number of hours from 1 to 2160", remedy: "Write a number like 48.")
    }
    since = try keys[optional: "since"]?.day()
    var names: [String] = []
    var units: [FacilityFile.Ward] = []
    for node in try keys.list("units") {
      let unit = try FacilityFile.Ward(node, tags: tags, unlike: names)
      names.append(unit.name.rawValue.lowercased())
      units.append(unit)
    }
    self.units = units
  }
}

extension FacilityFile.Ward {
  init(_ node: FileNode, tags: [String], unlike others: [String]) throws(InvalidFile) {
    let keys = try node.keys("unit", "stage", "exclusive_to", "beds")
    name = try keys["unit"].line()
    guard name.rawValue.count <= 100 else {
      throw try keys["unit"].refuse("is too long", remedy: "Write at most 100 characters.")
    }
    guard !others.contains(name.rawValue.lowercased()) else {
      throw try keys["unit"].refuse(
        "describes a unit for the second time", remedy: "Give each unit of the facility one entry.")
    }
    stage = try keys["stage"].code(of: Stage.self)
    exclusiveTo = try keys[optional: "exclusive_to"]?.code(of: ExclusiveKind.self)
    var labels: [String] = []
    var beds: [FacilityFile.Place] = []
    for node in try keys.list("beds") {
      let bed = try FacilityFile.Place(node, tags: tags)
      guard !labels.contains(bed.label.lowercased()) else {
        throw node.refuse("lists a bed for the second time", remedy: "List each bed of the unit once.")
      }
      labels.append(bed.label.lowercased())
      beds.append(bed)
    }
    self.beds = beds
  }
}

extension FacilityFile.Place {
  /// A bed is its label alone, or a mapping with its tags.
  init(_ node: FileNode, tags known: [String]) throws(InvalidFile) {
    let keys = node.isSingle ? nil : try node.keys("bed", "tags")
    let own = try keys?["bed"] ?? node
    label = try own.line().rawValue
    guard label.count <= 40, !label.contains("/") else {
      throw own.refuse("is not the label of a bed", remedy: "Write at most 40 characters without /.")
    }
    var tags: Set<String> = []
    let listed = try keys?.list("tags")
    for tag in listed ?? [] {
      let text = try tag.text()
      guard known.contains(text) else {
        throw tag.refuse(
          "is not a tag of this file",
          remedy: known.isEmpty
            ? "List it under `tags` at the top." : "Use one of \(known.listing), or list it under `tags`.")
      }
      tags.insert(text)
    }
    self.tags = tags.sorted()
  }
}

extension FileNode {
  /// The value as one line for people.
  fileprivate func line() throws(InvalidFile) -> Line {
    guard let line = Line(rawValue: try text()) else {
      throw refuse(
        "is not one line of text", remedy: "Write at most 200 characters, without control characters.")
    }
    return line
  }

  fileprivate func day() throws(InvalidFile) -> Day {
    guard let day = try? Day(try text()) else {
      throw refuse("is not a day", remedy: "Write it as 2026-06-15.")
    }
    return day
  }
}
