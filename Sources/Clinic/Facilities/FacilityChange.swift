/// What loading a file of facilities would change in one facility, unit or bed.
package struct FacilityChange: Hashable, Sendable {
  package enum Kind: String, Sendable { case new, changed, retired }

  /// What changes, with all that is needed to change it.
  package enum Subject: Hashable, Sendable {
    case facility(FacilityFile.House)
    case unit(FacilityFile.Ward, in: FacilityFile.House)
    case bed(FacilityFile.Place, in: FacilityFile.Ward, of: FacilityFile.House)
  }

  package let kind: Kind
  package let subject: Subject
  /// What becomes different, in words: "stage residential, was detox".
  package let details: [String]

  /// As commands name it: `north/detox/D-03`.
  package var path: String {
    switch subject {
    case .facility(let house): house.slug
    case .unit(let unit, let house): "\(house.slug)/\(unit.name.rawValue.lowercased())"
    case .bed(let bed, let unit, let house): "\(house.slug)/\(unit.name.rawValue.lowercased())/\(bed.label)"
    }
  }

  /// Compares what there is with a file, in the order of the file.
  ///
  /// A facility that the file does not name is left alone; of one that it names, a unit or bed that it lacks is retired,
  /// and retirements come before what is new.
  package static func all(from present: FacilityFile, to wanted: FacilityFile) -> [FacilityChange] {
    wanted.houses.flatMap { house in
      let before = present.houses.first { $0.slug == house.slug }
      return own(before, house) + retired(before, house)
        + house.units.flatMap { unit in units(before, unit, house) }
    }
  }

  private static func own(_ before: FacilityFile.House?, _ after: FacilityFile.House) -> [FacilityChange] {
    guard let before else { return [FacilityChange(kind: .new, subject: .facility(after), details: [])] }
    let details = [
      difference("name", before.name.rawValue, after.name.rawValue),
      difference("zone", before.timeZone, after.timeZone),
      difference("longest hold", "\(before.longestHoldHours) hours", "\(after.longestHoldHours) hours"),
    ].compactMap(\.self)
    return details.isEmpty
      ? [] : [FacilityChange(kind: .changed, subject: .facility(after), details: details)]
  }

  private static func retired(_ before: FacilityFile.House?, _ after: FacilityFile.House) -> [FacilityChange]
  {
    (before?.units ?? []).flatMap { old in
      let new = after.units.first { $0.name == old.name }
      let gone = old.beds.filter { bed in new?.beds.contains { $0.label == bed.label } != true }.map {
        FacilityChange(kind: .retired, subject: .bed($0, in: old, of: after), details: [])
      }
      return new == nil
        ? gone + [FacilityChange(kind: .retired, subject: .unit(old, in: after), details: [])] : gone
    }
  }

  private static func units(
    _ before: FacilityFile.House?, _ unit: FacilityFile.Ward, _ house: FacilityFile.House
  ) -> [FacilityChange] {
    let old = before?.units.first { $0.name == unit.name }
    let details = [
      difference("stage", old?.stage.rawValue, unit.stage.rawValue),
      difference("for", old?.exclusiveTo?.rawValue ?? "everybody", unit.exclusiveTo?.rawValue ?? "everybody"),
    ].compactMap(\.self)
    let own =
      old == nil
      ? [FacilityChange(kind: .new, subject: .unit(unit, in: house), details: [])]
      : details.isEmpty
        ? [] : [FacilityChange(kind: .changed, subject: .unit(unit, in: house), details: details)]
    return own
      + unit.beds.compactMap { bed in
        guard let present = old?.beds.first(where: { $0.label == bed.label }) else {
          return FacilityChange(kind: .new, subject: .bed(bed, in: unit, of: house), details: [])
        }
        return present.tags == bed.tags
          ? nil
          : FacilityChange(
            kind: .changed, subject: .bed(bed, in: unit, of: house),
            details: [difference("tags", present.tags.words, bed.tags.words)].compactMap(\.self))
      }
  }

  private static func difference(_ name: String, _ before: String?, _ after: String) -> String? {
    before == nil || before == after ? nil : "\(name) \(after), was \(before ?? "")"
  }
}

extension [String] {
  fileprivate var words: String { isEmpty ? "none" : joined(separator: " ") }
}
