/// A table of figures, before it takes one form or another.
struct Table: Hashable, Sendable {
  let title: String
  let head: [String]
  let rows: [[String]]
  /// Whether the last row adds up the others.
  var hasTotal = false
  /// Whether the curves belong above this table.
  var hasPlot = false
}

extension CohortReport.Panel {
  /// The tables of the measures, without the curves.
  func tables(of report: CohortReport) -> [Table] {
    let group = report.definition.by?.label ?? "group"
    return [
      counts.map { $0.table(group) }, reasons.map { $0.table(group) }, lengthOfStay.map { $0.table(group) },
      retention.map { $0.summary(group) }, retention.map { $0.table(group) }, exits.map { $0.table(group) },
      dangerDays.map { $0.table(group) },
    ].compactMap { $0 }
  }
}

extension Counts {
  func table(_ group: String) -> Table {
    Table(
      title: "How many", head: [group, "admitted", "ended", "still open", "people"],
      rows: rows.map { row in
        [row.group.label] + [row.admitted, row.ended, row.open, row.people].map(Figures.count)
      })
  }
}

extension Reasons {
  func table(_ group: String) -> Table {
    let heads = columns.map { $0.replacing("_", with: " ") }
    func lines(_ row: Row) -> [[String]] {
      [
        [row.group.label] + row.counts.map(Figures.count),
        ["  row %"] + row.rowPercent.map(Figures.percent),
        ["  column %"] + row.columnPercent.map(Figures.percent),
      ]
    }
    return Table(
      title: "Why it ended", head: [group] + heads, rows: rows.flatMap(lines) + lines(total))
  }
}

extension LengthOfStay {
  func table(_ group: String) -> Table {
    let all = rows.count > 1 ? [total].compactMap { $0 } : []
    return Table(
      title: "Days in treatment, of those who left",
      head: [group, "n", "lower quartile", "median", "upper quartile", "mean"],
      rows: (rows + all).map { row in
        let figures = [row.lowerQuartile, row.median, row.upperQuartile, row.mean]
        return [row.group.label, Figures.count(row.count)] + figures.map { Figures.decimal($0, 1) }
      }, hasTotal: !all.isEmpty)
  }
}

extension RetentionCurves {
  /// One line a group.
  func summary(_ group: String) -> Table {
    Table(
      title: "Staying in treatment",
      head: [group, "n", event == .exit ? "left" : "dropped out", "censored", "median days (95 %)"],
      rows: curves.map { curve in
        [
          curve.group.label, Figures.count(curve.count), Figures.count(curve.events),
          Figures.count(curve.censored),
        ]
          + [Figures.median(curve)]
      }, hasPlot: true)
  }

  /// One line a group and day.
  func table(_ group: String) -> Table {
    Table(
      title: "\(event.remaining), by day",
      head: [group, "day", "at risk", event == .exit ? "left" : "dropped out", "censored", "share", "95 %"],
      rows: curves.flatMap { curve in
        curve.marks.enumerated().map { index, mark in
          [index == 0 ? curve.group.label : "", "\(mark.day)"]
            + [mark.atRisk, mark.events, mark.censored].map(Figures.count)
            + [Figures.share(mark.retained), Figures.interval(mark.lower, mark.upper)]
        }
      })
  }

  /// The log-rank test in one line.
  var comparison: String? {
    logRank.map {
      "Log-rank test between the groups: chi-square \(Figures.decimal($0.chiSquare, 2)), "
        + "\($0.degrees) df, \(Figures.p($0.p))"
    }
  }
}

extension CompetingExits {
  /// One line a group and day.
  func table(_ group: String) -> Table {
    Table(
      title: "Who had left by then, and how (%)",
      head: [group, "day", "at risk"] + exits.map { $0.replacing("_", with: " ") } + ["still there"],
      rows: rows.flatMap { row in
        row.marks.enumerated().map { index, mark in
          [index == 0 ? row.group.label : "", "\(mark.day)", Figures.count(mark.atRisk)]
            + (mark.shares + [mark.remaining]).map { Figures.decimal($0 * 100, 1) }
        }
      })
  }
}

extension DangerDays {
  /// One line a group and day, the worst first.
  func table(_ group: String) -> Table {
    let left = event == .exit ? "left" : "dropped out"
    return Table(
      title: "The days on which most \(left)", head: [group, "day", "at risk", left, "share", "95 %"],
      rows: rows.flatMap { row in
        row.worst.enumerated().map { index, day in
          [
            index == 0 ? row.group.label : "", "\(day.day)", Figures.count(day.atRisk),
            Figures.count(day.left),
            Figures.share(day.hazard), Figures.interval(day.lower, day.upper),
          ]
        }
      })
  }
}

extension CohortReport {
  /// What stands above the figures, one line each.
  var heading: [String] {
    let people = people.map { " of \(Figures.count($0)) people" } ?? ""
    return [
      "\(Figures.count(count)) \(count == 1 ? String(definition.population.rawValue.dropLast()) : definition.population.rawValue)\(people)",
      "as of \(Figures.instant(asOf)), as known at \(Figures.instant(knownAt))",
    ]
  }

  /// What a report of nobody says in place of figures.
  static let nobody = "Nobody fits this definition at this time, so there are no figures."

  /// What stands under the figures, one line each.
  var notes: [String] {
    conventions
      + exclusions.map {
        "Not in \($0.measure.replacing("_", with: " ")): \(Figures.count($0.count)) \($0.reason)."
      }
  }
}

extension Measure.Retention.Event {
  /// What those have in common who are above the curve's foot.
  var remaining: String { self == .exit ? "Still in treatment" : "Not dropped out" }
}
