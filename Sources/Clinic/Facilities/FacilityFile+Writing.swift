import Foundation

extension FacilityFile {
  /// The file as YAML, which reads back as the same.
  package var text: String {
    let head = """
      # Facilities, their units and beds. What the file says of a facility is all of it: a unit or bed that it lacks is
      # retired. A facility that it does not name is left as it is.
      version: "1"

      """
    let words = tags.isEmpty ? "" : "tags: [\(tags.joined(separator: ", "))]\n"
    return head + words + "facilities:\n" + houses.map(\.text).joined()
  }
}

extension FacilityFile.House {
  fileprivate var text: String {
    """
      - facility: \(quoted(slug))
        name: \(quoted(name.rawValue))
        zone: \(quoted(timeZone))
        longest_hold_hours: \(longestHoldHours)

    """ + (since.map { "    since: \($0)\n" } ?? "")
      + (units.isEmpty ? "" : "    units:\n" + units.map(\.text).joined())
  }
}

extension FacilityFile.Ward {
  fileprivate var text: String {
    "      - unit: \(quoted(name.rawValue))\n        stage: \(stage.rawValue)\n"
      + (exclusiveTo.map { "        exclusive_to: \($0.rawValue)\n" } ?? "")
      + (beds.isEmpty ? "" : "        beds:\n" + beds.map(\.text).joined())
  }
}

extension FacilityFile.Place {
  fileprivate var text: String {
    tags.isEmpty
      ? "          - \(quoted(label))\n"
      : "          - {bed: \(quoted(label)), tags: [\(tags.joined(separator: ", "))]}\n"
  }
}

/// A text in quotes, so that YAML takes it for nothing else.
private func quoted(_ text: String) -> String {
  "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
}
