/// How many came, and how many of them are still there.
package struct Counts: Hashable, Sendable, Codable {
  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    /// Those of the cohort: stays or episodes.
    package let admitted: Int
    package let ended: Int
    /// Not ended at the instant the report speaks of.
    package let open: Int
    /// The persons behind them; somebody may be counted in several groups.
    package let people: Int
  }

  package let rows: [Row]

  init(_ groups: [Group]) {
    rows = groups.map { group in
      let open = group.tallies.total { $0.isOpen }
      return Row(
        group: group.name, admitted: group.count, ended: group.count - open, open: open, people: group.people)
    }
  }
}
