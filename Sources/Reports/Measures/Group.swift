/// The tallies of one group.
struct Group: Hashable, Sendable {
  let code: String?
  let name: GroupName
  /// Never without a count.
  let tallies: [Tally]
  let people: Int

  var count: Int { tallies.total { _ in true } }
  var ended: Int { tallies.total { !$0.isOpen } }
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
        Group(
          code: code, name: name.name, tallies: tallies.filter { $0.people == nil },
          people: tallies.reduce(0) { $0 + ($1.people ?? 0) })
      }
  }
}
