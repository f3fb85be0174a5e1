import Foundation

extension CohortReport {
  /// Works the figures out of the tallies.
  init(_ definition: CohortDefinition, _ tallies: [Tally], at moment: Moment, places: Places) throws {
    let everybody = tallies.first { $0.people != nil && $0.days == Tally.everybody }
    let tallies = tallies.filter { $0 != everybody }
    self.definition = Question(
      name: definition.name, title: definition.title, population: definition.population, by: definition.by,
      each: definition.each, explanation: definition.explanation, hasRetention: definition.retention != nil)
    asOf = moment.asOf
    knownAt = moment.knownAt ?? moment.now
    conventions = definition.conventions
    people = everybody?.people
    count = tallies.total { _ in true }
    let members = GroupNames(definition.by, places: places)
    panels = try tallies.groups(by: \.panel, names: GroupNames(definition.each, places: places)).map { part in
      try Panel(
        definition.each == nil ? nil : part.name,
        tallies.filter { $0.panel == part.code }.groups(by: \.member, names: members), definition.measures)
    }
    exclusions = Exclusion.of(panels)
  }
}

extension CohortReport.Panel {
  fileprivate init(_ name: GroupName?, _ groups: [Group], _ measures: [Measure]) throws {
    var (counts, reasons, lengthOfStay, retention) = (
      nil as Counts?, nil as Reasons?, nil as LengthOfStay?, nil as RetentionCurves?
    )
    var (exits, dangerDays) = (nil as CompetingExits?, nil as DangerDays?)
    for measure in measures {
      switch measure {
      case .counts: counts = Counts(groups)
      case .reasons(let form): reasons = Reasons(groups, form: form)
      case .lengthOfStay(let sameDay): lengthOfStay = LengthOfStay(groups, sameDay: sameDay)
      case .retention(let settings): retention = try RetentionCurves(groups, settings)
      case .exits(let settings): exits = try CompetingExits(groups, settings)
      case .dangerDays(let settings): dangerDays = try DangerDays(groups, settings)
      }
    }
    self.init(
      name: name, count: groups.reduce(0) { $0 + $1.count }, counts: counts, reasons: reasons,
      lengthOfStay: lengthOfStay, retention: retention, exits: exits, dangerDays: dangerDays)
  }
}

extension CohortReport.Exclusion {
  fileprivate static func of(_ panels: [CohortReport.Panel]) -> [Self] {
    let open = [
      Self(
        measure: "reasons", reason: "still open",
        count: panels.reduce(0) { $0 + ($1.reasons?.leftOutOpen ?? 0) }),
      Self(
        measure: "length_of_stay", reason: "still open",
        count: panels.reduce(0) { $0 + ($1.lengthOfStay?.leftOutOpen ?? 0) }),
    ]
    return open.filter { $0.count > 0 }
  }
}
