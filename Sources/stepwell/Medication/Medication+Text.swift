import Clinic
import Foundation
import Records
import Service

extension MedicationOrder.Terms {
  /// The drug and one dose: `Diazepam 10 mg oral`.
  var brief: String { "\(drug.rawValue) \(amount) \(unit.rawValue) \(route.rawValue)" }

  /// When it is given: `08:00 20:00`, `every 6 h`, `as needed, 6 h apart, at most 1200 in 24 h`.
  func rhythm(_ clock: WallClock, _ facility: Facility.ID) -> String {
    switch schedule {
    case .regular(let timing): timing.words
    case .taper(let taper, let timing):
      "\(timing.words), \(taper.amounts.count) steps of \(taper.days) d"
    case .asNeeded(let limits):
      "as needed, \(limits.minimumMinutes.hours) apart, \(limits.maximumIn24Hours) in 24 h at most"
    case .once: "once, \(clock.brief(starts, facility: facility))"
    }
  }
}

extension DoseTiming {
  fileprivate var words: String {
    switch self {
    case .times(let times): times.map(\.description).joined(separator: " ")
    case .every(let minutes): "every \(minutes.hours)"
    }
  }
}

extension Int {
  /// Minutes as people say them: `6 h`, `90 min`.
  fileprivate var hours: String { self % 60 == 0 ? "\(self / 60) h" : "\(self) min" }
}

extension OrderOutcome {
  /// What was ordered, or would be, with the steps of a taper.
  func text(_ style: Style, _ clock: WallClock, facility: Facility.ID, isPreview: Bool) -> String {
    let terms = order.terms
    var lines = [
      style.heading(isPreview ? "Would be ordered" : "Ordered") + ": \(terms.brief.printable.cut(to: 58))",
      "  \(terms.rhythm(clock, facility)), from \(clock.show(terms.starts, facility: facility))",
    ]
    if case .taper(let taper, _) = terms.schedule {
      for step in taper.steps(from: Day(of: terms.starts, in: zone)) {
        let days = step.firstDay == step.lastDay ? "\(step.firstDay)" : "\(step.firstDay) to \(step.lastDay)"
        lines.append("  \(days)  \(step.amount) \(terms.unit.rawValue)")
      }
    }
    lines += warnings.map { "  \(style.warning("warning")): \($0.message.printable)" }
    if !isPreview { lines.append("  order  \(order.id)") }
    return lines.map { "\($0)\n" }.joined()
  }
}

extension Allergies {
  /// What is known, one a line.
  func text(_ style: Style) -> String {
    guard !all.isEmpty else { return "\(style.heading("Allergies")): \(standing.words)\n" }
    return style.heading("Allergies") + "\n"
      + all.map { allergy in
        let reaction = allergy.reaction.map { ": \($0.rawValue)" } ?? ""
        return "  \(allergy.id)  \("\(allergy.substance.rawValue)\(reaction)".printable.cut(to: 40))\n"
      }.joined()
  }
}

extension DueDosesRepresentation {
  /// What waits, and below it the orders that nobody has accepted.
  func text(_ style: Style, _ clock: WallClock) -> String {
    var text = doses.isEmpty ? "No doses wait.\n" : table(style, clock)
    if !unaccepted.isEmpty {
      text += "\n\(style.heading("Not accepted for this stage"))\n"
      for record in unaccepted {
        let what = "\(record.patientName), \(record.order.terms.drug.rawValue)"
        text += "  \(record.order.id)  \(what.printable.cut(to: 40))\n"
      }
    }
    return text
  }

  private func table(_ style: Style, _ clock: WallClock) -> String {
    // Widths add up to 80 columns at most.
    var table = Table(
      .text("Due", limit: 11), .text("State", limit: 7), .text("Patient", limit: 22), .text("What", limit: 34)
    )
    for waiting in doses {
      let (record, terms) = (waiting.record, waiting.record.order.terms)
      let marks = (terms.isControlled ? " C" : "") + (terms.needsWitness ? " W" : "")
      table.add(
        clock.brief(waiting.due.dueAt, facility: record.facilityID), waiting.state.rawValue,
        record.patientName,
        "\(terms.drug.rawValue) \(waiting.due.amount) \(terms.unit.rawValue)\(marks)")
    }
    let counts = [DueDose.State.missed, .late, .due, .planned].map { "\(count($0)) \($0.rawValue)" }
    return table.text(style) + "\n\(counts.joined(separator: ", ")). C controlled, W with a witness.\n"
  }
}

extension MedicationChartRepresentation {
  /// Allergies, then each order with its doses.
  func text(_ style: Style, _ clock: WallClock, _ facility: Facility.ID) -> String {
    let orders = records.filter { record in
      !dueDoses(of: record).isEmpty || !asNeeded(of: record).isEmpty || record.course.over > window.lowerBound
    }
    let bodies = orders.map { record -> String in
      let standing = record.course.standing(at: at, graceHours: policy.graceHours)
      let heading = "\(record.order.terms.brief.printable.cut(to: 60)), \(standing.rawValue)"
      var text = "\(style.heading(heading))\n  \(record.order.terms.rhythm(clock, facility))\n"
      for due in dueDoses(of: record) { text += line(due, clock, facility) }
      for dose in asNeeded(of: record) {
        text += "  as needed    \(dose.words(clock, facility).cut(to: 64))\n"
      }
      return text
    }
    return ([allergies.text(style)] + bodies).joined(separator: "\n")
  }

  private func line(_ due: DueDose, _ clock: WallClock, _ facility: Facility.ID) -> String {
    let time = clock.brief(due.dueAt, facility: facility)
    let words = due.dose?.words(clock, facility) ?? due.state(at: at, policy: policy).rawValue
    return "  \(time)  \(words.cut(to: 64))\n"
  }
}

extension Dose {
  /// What was done, how much, when, by whom and why.
  fileprivate func words(_ clock: WallClock, _ facility: Facility.ID) -> String {
    let time = clock.brief(at, facility: facility)
    let parts = [
      outcome.rawValue, amount.map { "\($0)" }, time, by.rawValue, witness.map { "with \($0.rawValue)" },
      cause?.rawValue.replacing("_", with: " "), note?.rawValue,
    ]
    return parts.compactMap(\.self).joined(separator: ", ").printable
  }
}
