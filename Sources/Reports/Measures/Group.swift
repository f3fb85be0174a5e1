/// The tallies of one group.
struct Group: Hashable, Sendable {
  let code: String?
  let name: GroupName
  /// Those of the cohort itself; never without a count.
  let tallies: [Tally]
  /// Those of the parts of measures, by the name of the part.
  var parts: [String: [Tally]] = [:]
  /// As many as rows where no part counts them, because each row is a person.
  let people: Int

  var count: Int { tallies.total { _ in true } }
  var ended: Int { tallies.total { !$0.isOpen } }

  /// The tallies of a part; empty when nobody is of it.
  func part(_ name: String) -> [Tally] { parts[name] ?? [] }
}

extension [Tally] {
  /// How many there are of the tallies that are `included`.
  func total(_ included: (Tally) -> Bool) -> Int {
    reduce(0) { included($1) ? $0 + $1.count : $0 }
  }

  /// The groups by `code`, in the order of their names.
  func groups(by code: KeyPath<Tally, String?>, names: GroupNames) -> [Group] {
    Dictionary(grouping: self) { $0[keyPath: code] }
      .map { code, tallies in (code: code, name: names.name(of: code), tallies: tallies) }
      .sorted { $0.name.place < $1.name.place }
      .map { code, name, tallies in
        let parts = Dictionary(grouping: tallies, by: \.part)
        return Group(
          code: code, name: name.name, tallies: parts[Tally.cohort] ?? [], parts: parts,
          people: (parts[Tally.people] ?? parts[Tally.cohort] ?? []).total { _ in true })
      }
  }
}
