import Clinic
import Foundation
import Records

/// A flowsheet as lines of at most 80 characters.
struct FlowsheetText {
  let sheet: FlowsheetRecord
  let clock: WallClock
  let style: Style
  let now: Date

  private static let columns: [(title: String, width: Int, sign: VitalSign?)] = [
    ("Temp", 4, .temperature), ("Pulse", 5, .pulse), ("Resp", 4, .respirations),
    ("SpO2", 4, .oxygenSaturation),
    ("Air", 3, .breathing), ("BP", 7, nil), ("Cons", 4, .consciousness), ("Pain", 4, .pain),
    ("Crav", 4, .craving),
    ("Mood", 4, .mood),
  ]

  func text(last: Int) -> String {
    let found =
      sheet.vitals.map(line) + sheet.scores.map(line) + sheet.doses.map(line) + sheet.words.map(line)
    let lines = found.sorted { $0.at < $1.at }
    let heading = Self.columns.map { pad($0.title, $0.width) }.joined(separator: " ")
    return monitorings + style.heading(pad("Time", 11) + " " + heading + " NEWS2") + "\n"
      + (lines.isEmpty ? "Nothing is recorded yet.\n" : lines.suffix(last).map { $0.text }.joined())
      + Set(sheet.vitals.compactMap(\.unscored)).map { "\($0.words)\n" }.sorted().joined()
  }

  /// Each protocol, and what is due of it.
  private var monitorings: String {
    sheet.monitorings.map { monitoring in
      let plan = sheet.plan(of: monitoring)
      let title = style.heading("\(monitoring.definition.title), since \(show(monitoring.startedAt))")
      if plan.isOver(at: now) {
        let why = monitoring.stoppedAt != nil ? "stopped" : plan.isCompleted ? "has done its work" : "over"
        return "\(title): \(why)\n"
      }
      let grace = monitoring.definition.graceMinutes
      return "\(title)\n"
        + zip(monitoring.definition.checks, plan.checks).map { check, plan in
          line(of: check, plan, grace: grace)
        }.joined()
    }.joined() + (sheet.monitorings.isEmpty ? "" : "\n")
  }

  private func line(of check: MonitoringProtocol.Check, _ plan: CheckPlan, grace: Int) -> String {
    let isLate = plan.isLate(at: now, graceMinutes: grace)
    let due = plan.dueAt.map { isLate ? "late since \(show($0))" : "due \(show($0))" } ?? "nothing due"
    let score = plan.lastScore.map { ", last \($0.score)" } ?? ""
    let raised = plan.raised.flatMap {
      $0.answeredAt == nil ? "    tell \($0.escalation.tell.rawValue): \($0.escalation.then)\n" : nil
    }
    let text = "  \(pad(check.title, 16)) \(isLate ? style.bad(due) : due)\(score)\n"
    return text + (raised.map { style.bad(String($0.dropLast().prefix(80))) + "\n" } ?? "")
  }

  private func line(_ record: VitalsRecord) -> (at: Date, text: String) {
    let set = record.vitals
    let cells = Self.columns.map { column in
      pad(column.sign.map { cell(set.readings[$0]) } ?? pressure(set), column.width)
    }
    let news2 =
      record.news2.map { news2 in
        let text = "\(news2.total)\(news2.isRed ? "!" : "")"
        return news2.total >= 5 || news2.isRed ? style.bad(text) : text
      } ?? record.unscored.map { $0 == .under16 ? "<16" : "preg" }
    let rest: [VitalSign] = [.sleepHours, .urinations, .bladderPain, .urineBlood]
    let others = rest.compactMap { sign in
      set.readings[sign].map { "\(sign.words) \(full($0))\(sign.unit.map { " \($0)" } ?? "")" }
    }
    let isTableEmpty = !cells.contains { $0.contains { $0 != " " } }
    let first = "\(show(set.at)) \(cells.joined(separator: " ")) \(news2 ?? "")".trimmedTail + "\n"
    let more = others.isEmpty ? "" : others.joined(separator: ", ")
    if isTableEmpty { return (set.at, "\(show(set.at)) \(more)\n") }
    return (set.at, first + (more.isEmpty ? "" : "\(pad("", 11)) \(more)\n"))
  }

  private func line(_ score: ScoreRecord) -> (at: Date, text: String) {
    let value = score.total.map { "\($0)" } ?? score.atLeast.map { "at least \($0)" }
    // A checklist has an outcome in place of a total, and often a flag of the same name.
    let flags = score.flags.filter { $0 != score.band }
    let said = ([value, score.band].compactMap(\.self) + flags.map { style.bad($0.spacedOut) })
      .joined(separator: ", ")
    return (score.at, "\(show(score.at)) \(score.instrument) \(said.isEmpty ? "recorded" : said)\n")
  }

  private func line(_ dose: DoseLine) -> (at: Date, text: String) {
    (dose.at, "\(show(dose.at)) * \(dose.words.printable.cut(to: 66))\n")
  }

  private func line(_ word: CheckWordRecord) -> (at: Date, text: String) {
    let reason = word.reason.map { ": \($0.rawValue.printable)" } ?? ""
    return (word.at, "\(show(word.at)) \("\(word.check) \(word.word.rawValue)\(reason)".cut(to: 68))\n")
  }

  private func pressure(_ set: Vitals) -> String {
    let (systolic, diastolic) = (cell(set.readings[.systolic]), cell(set.readings[.diastolic]))
    return systolic.isEmpty && diastolic.isEmpty
      ? "" : systolic == diastolic ? systolic : "\(systolic)/\(diastolic)"
  }

  private func cell(_ reading: Reading?) -> String {
    switch reading {
    case .number(let number): "\(number)"
    case .word("oxygen"): "O2"
    // A, C, V, P or U, as a chart has it.
    case .word(let word): word == "air" ? word : word.prefix(1).uppercased()
    case .missing(.notDone): "n/d"
    case .missing(.refused): "ref"
    case .missing(.unable): "una"
    case .missing(.asleep): "slp"
    case nil: ""
    }
  }

  private func full(_ reading: Reading) -> String {
    reading.word ?? reading.missing?.rawValue.replacing("_", with: " ") ?? cell(reading)
  }

  private func show(_ time: Date) -> String { clock.brief(time, facility: sheet.facilityID) }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension String {
  fileprivate var spacedOut: String { replacing("_", with: " ") }

  fileprivate var trimmedTail: String { String(reversed().drop { $0 == " " }.reversed()) }
}
