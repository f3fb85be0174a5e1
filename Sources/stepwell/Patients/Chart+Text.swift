import Clinic
import Foundation
import Records
import Service

extension Chart {
  /// The chart as a person reads it at a terminal.
  func text(_ style: Style, _ clock: WallClock) -> String {
    var head = KeyValues()
    head.add("patient", patient.id.description)
    head.add("name", patient.words)
    head.add("born", patient.birthDate.words { "\($0)" })
    head.add("sex", patient.sex.words { "\($0)" })
    for detail in details { head.add(detail.system ?? detail.kind.rawValue, detail.words) }
    head.add("intake", intake.map { clock.show($0.at, facility: $0.facilityID) })
    head.add("version", "\(patient.version)")
    var sections = [head.text(style)]
    sections.append(
      allergies.map { $0.text(style) }
        ?? "\(style.heading("Allergies")): not shown; to read them takes medication.read\n")
    if !substances.isEmpty { sections.append(substances.table.text(style)) }
    if !episodes.isEmpty { sections.append(episodes.table(clock).text(style)) }
    if !screenings.isEmpty { sections.append(screenings.table(clock).text(style)) }
    return sections.joined(separator: "\n")
  }
}

extension PatientDetail {
  fileprivate var words: String {
    switch safeToContact {
    case .value(false): "\(value) (not safe to contact)"
    case .value(true), .missing, nil: value
    }
  }
}

extension [SubstanceUse] {
  fileprivate var table: Table {
    var table = Table(
      .number("#"), .text("Substance", limit: 24), .text("Form"), .text("Route"),
      .text("Frequency", limit: 24),
      .text("First at"), .text("Last use"))
    for use in self {
      let drug = use.detailedDrug.value.flatMap { try? DrugCatalogue.shipped().find($0)?.name }
      table.add(
        "\(use.rank)", drug ?? use.substance.words(\.label), use.form.words(\.rawValue),
        use.route.words { "\($0)" },
        use.frequency.words { "\($0)".spacedOut }, use.ageAtFirstUse.words { "\($0)" },
        use.lastUse.words { "\($0)" })
    }
    return table
  }
}

extension [EpisodeRecord] {
  fileprivate func table(_ clock: WallClock) -> Table {
    var table = Table(
      .text("Admitted"), .number("Since last"), .text("State"), .text("Bed"), .text("Ended"), .number("Days"),
      .text("Episode"))
    for record in self {
      let episode = record.episode
      table.add(
        clock.show(ifAny: episode.admittedAt, facility: episode.facilityID),
        record.daysSinceLastDischarge.map { "\($0) d" }, record.words(clock),
        record.bed.map { "\($0.unit)/\($0.label)" },
        clock.show(ifAny: record.endedAt, facility: episode.facilityID),
        // TEDS counts a stay that ends on its first day as one.
        record.instant.flatMap { record.lengthOfStay(now: $0) }.map { "\($0.teds)" }, episode.id.description)
    }
    return table
  }
}

extension EpisodeRecord {
  /// Where the person is, when a leave should be over, and what is planned next.
  fileprivate func words(_ clock: WallClock) -> String {
    let due = dueBack(clock).map { "due back \($0)" }
    let next = planned.first.map {
      "\($0.event.rawValue) planned \(clock.show($0.at, facility: episode.facilityID))"
    }
    let state = endedAt == nil ? state.words : dischargeReason?.label ?? state.words
    return [state, due, next].compactMap(\.self).joined(separator: "; ")
  }
}

extension String {
  /// `onceOrTwiceAWeek` as "once or twice a week".
  fileprivate var spacedOut: String {
    reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }
}
