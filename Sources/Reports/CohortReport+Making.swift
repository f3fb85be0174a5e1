import Clinic

extension CohortReport {
  /// More groups than this cannot be read, and comparing them takes longer than counting them.
  static let mostGroups = 500

  /// Works the figures out of the tallies.
  ///
  /// - Throws: ``TooManyGroups``.
  init(_ definition: CohortDefinition, _ tallies: [Tally], at moment: Moment, places: Places) throws {
    let everybody = tallies.first { $0.part == Tally.everybody }
    let tallies = tallies.filter { $0 != everybody }
    self.definition = Question(
      name: definition.name, title: definition.title, population: definition.population, by: definition.by,
      each: definition.each, explanation: definition.explanation, measures: definition.measures.map(\.word))
    asOf = moment.asOf
    knownAt = moment.knownAt ?? moment.now
    conventions = definition.conventions
    count = tallies.filter { $0.part == Tally.cohort }.total { _ in true }
    let members = GroupNames(definition.by, places: places)
    let parts = tallies.groups(by: \.panel, names: GroupNames(definition.each, places: places))
    let byPanel = Dictionary(grouping: tallies, by: \.panel)
    let groups = Set(tallies.map { [$0.panel, $0.member] }).count
    if groups > Self.mostGroups { throw TooManyGroups(groups) }
    // Somebody may be in several groups, unless all are in one, or each row is a person.
    people = definition.reading.countsPeople ? everybody?.count ?? parts.reduce(0) { $0 + $1.people } : nil
    panels = try parts.map { part in
      let groups = (byPanel[part.code] ?? []).groups(by: \.member, names: members)
      return Panel(
        name: definition.each == nil ? nil : part.name, count: groups.reduce(0) { $0 + $1.count },
        results: try definition.measures.map {
          Result(measure: $0.word, figures: try $0.asked.result(groups))
        })
    }
    exclusions = Exclusion.together(panels.flatMap { $0.results.flatMap(\.figures.exclusions) })
  }
}

extension Exclusion {
  /// The exclusions of all panels, each reason of a measure once; what excludes nobody is not told.
  fileprivate static func together(_ all: [Exclusion]) -> [Exclusion] {
    var sums: [Exclusion] = []
    for one in all {
      if let index = sums.firstIndex(where: { $0.measure == one.measure && $0.reason == one.reason }) {
        sums[index] = Exclusion(
          measure: one.measure, reason: one.reason, count: sums[index].count + one.count)
      } else {
        sums.append(one)
      }
    }
    return sums.filter { $0.count > 0 }
  }
}

/// A report would have more groups than anybody can read.
package struct TooManyGroups: Refusal, Hashable {
  let count: Int

  package var code: String { "too-many-groups" }
  package var kind: RefusalKind { .invalid }
  package var field: String? { "groups" }
  package var value: String? { nil }
  package var message: String {
    "The report would have \(count) groups; \(CohortReport.mostGroups) is the most there can be."
  }
  package var remedy: String { "Group by something with fewer values, or take one of the two groupings out." }

  init(_ count: Int) { self.count = count }
}
