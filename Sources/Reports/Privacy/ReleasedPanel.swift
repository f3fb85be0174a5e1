import Clinic

extension ReleasedCounts {
  /// One panel as it may leave.
  func panel(_ panel: CohortReport.Panel, _ index: Int, by group: String) -> ReleasedReport.Panel {
    let parts = [
      panel.counts.map { counts($0, index, group) }, panel.reasons.map { reasons($0, index, group) },
      panel.lengthOfStay.map { lengths($0, index, group) },
      panel.retention.map { retention($0, index, group) },
    ].compactMap { $0 }
    return ReleasedReport.Panel(
      name: panel.name, count: shown(index, "", "all"), figures: parts.flatMap(\.figures),
      tables: parts.map(\.table))
  }

  /// A measure in both of its forms.
  private struct Part {
    var figures: [ReleasedReport.Figure] = []
    var table: Table
  }

  private func figure(
    _ measure: String, _ group: GroupName, _ name: String, day: Int? = nil, _ value: Double?
  ) -> ReleasedReport.Figure {
    ReleasedReport.Figure(
      measure: measure, group: group.key, figure: name, day: day, value: value,
      withheld: value == nil ? true : nil)
  }

  private func written(_ count: Int?) -> String { count.map(Figures.count) ?? SmallCount.mark }

  private func counts(_ measure: CountsResult, _ index: Int, _ head: String) -> Part {
    let names = ["admitted", "ended", "open", "people"]
    return Part(
      figures: measure.rows.flatMap { row in
        names.map { figure("counts", row.group, $0, shown(index, row.group.key, $0).map(Double.init)) }
      },
      table: Table(
        title: "How many", head: [head, "admitted", "ended", "still open", "people"],
        rows: measure.rows.map { row in
          [row.group.label] + names.map { written(shown(index, row.group.key, $0)) }
        }))
  }

  private func reasons(_ measure: ReasonsResult, _ index: Int, _ head: String) -> Part {
    var part = Part(
      table: Table(
        title: "Why it ended", head: [head] + measure.columns.map { $0.replacing("_", with: " ") }, rows: []))
    var lines: [[String]] = []
    for row in measure.rowsAndTotal {
      let group = row == measure.total ? "" : row.group.key
      let figures = measure.columns.map { shown(index, group, $0 == "total" ? "ended" : $0) }
      let sums = measure.columns.map { shown(index, "", $0 == "total" ? "ended" : $0) }
      // A percentage gives a count away where what it is of is known, and the other way round.
      let ofRow = figures.indices.map { figures[$0] != nil && figures[0] != nil ? row.rowPercent[$0] : nil }
      let ofColumn = figures.indices.map {
        figures[$0] != nil && sums[$0] != nil ? row.columnPercent[$0] : nil
      }
      for (column, name) in measure.columns.enumerated() {
        part.figures += [
          figure("reasons", row.group, "\(name).count", figures[column].map(Double.init)),
          figure("reasons", row.group, "\(name).row_percent", ofRow[column]),
          figure("reasons", row.group, "\(name).column_percent", ofColumn[column]),
        ]
      }
      func percents(_ values: [Double?]) -> [String] {
        values.indices.map { figures[$0] == nil ? SmallCount.mark : Figures.percent(values[$0]) }
      }
      lines += [
        [row.group.label] + figures.map(written), ["  row %"] + percents(ofRow),
        ["  column %"] + percents(ofColumn),
      ]
    }
    part.table = Table(title: part.table.title, head: part.table.head, rows: lines)
    return part
  }

  private func lengths(_ measure: LengthOfStayResult, _ index: Int, _ head: String) -> Part {
    let hasWithheld = measure.rows.contains { shown(index, $0.group.key, "ended") == nil }
    var part = Part(
      table: Table(
        title: "Days in treatment, of those who left",
        head: [head, "n", "lower quartile", "median", "upper quartile", "90 %", "mean"], rows: []))
    var lines: [[String]] = []
    for row in measure.rows + (measure.rows.count > 1 ? [measure.total].compactMap { $0 } : []) {
      let isTotal = row == measure.total && measure.rows.count > 1
      let count = shown(index, isTotal ? "" : row.group.key, "ended")
      // The mean of all, less those of the others, would be that of the one that is withheld.
      let isShown = count != nil && !(isTotal && hasWithheld)
      let values = [row.lowerQuartile, row.median, row.upperQuartile, row.ninetieth, row.mean].map {
        isShown ? $0 : nil
      }
      let names = ["lower_quartile", "median", "upper_quartile", "ninetieth", "mean"]
      part.figures.append(figure("length_of_stay", row.group, "count", count.map(Double.init)))
      part.figures += zip(names, values).map { figure("length_of_stay", row.group, $0, $1) }
      lines.append(
        [row.group.label, written(count)]
          + values.map { $0.map { Figures.decimal($0, 1) } ?? SmallCount.mark })
    }
    part.table = Table(
      title: part.table.title, head: part.table.head, rows: lines, hasTotal: measure.rows.count > 1)
    return part
  }

  private func retention(_ measure: RetentionCurves, _ index: Int, _ head: String) -> Part {
    let left = measure.event == .exit ? "left" : "dropped out"
    var part = Part(
      table: Table(
        title: "\(measure.event.remaining), by day", head: [head, "n", "day", left, "censored", "share"],
        rows: []))
    var lines: [[String]] = []
    for curve in measure.curves {
      let group = curve.group.key
      let count = shown(index, group, "admitted")
      let (events, censored) = (shown(index, group, "events"), shown(index, group, "censored"))
      part.figures += [
        figure("retention", curve.group, "count", count.map(Double.init)),
        figure("retention", curve.group, "events", events.map(Double.init)),
        figure("retention", curve.group, "censored", censored.map(Double.init)),
      ]
      lines.append(
        [curve.group.label, written(count), "\(measure.horizon)", written(events), written(censored), ""])
      guard count != nil, events != nil, censored != nil else { continue }
      for mark in curve.safeMarks {
        let share = (mark.retained * 100).rounded() / 100
        part.figures += [
          figure("retention", curve.group, "events", day: mark.day, Double(mark.events)),
          figure("retention", curve.group, "censored", day: mark.day, Double(mark.censored)),
          figure("retention", curve.group, "retained", day: mark.day, share),
        ]
        lines.append([
          "", "", "\(mark.day)", Figures.count(mark.events), Figures.count(mark.censored),
          "\(Figures.decimal(share * 100, 0)) %",
        ])
      }
    }
    part.table = Table(title: part.table.title, head: part.table.head, rows: lines)
    return part
  }
}

extension RetentionCurve {
  /// The days of the table between which nobody, or more than a few, left or were last seen.
  var safeMarks: [Mark] {
    func isSafe(_ number: Int) -> Bool { number >= 0 && !SmallCount.contains(number) }
    var (kept, last) = ([Mark](), (events: 0, censored: 0))
    for mark in marks {
      let rest = (events: events - mark.events, censored: censored - mark.censored)
      let all = [
        mark.events - last.events, mark.censored - last.censored, rest.events, rest.censored,
        rest.events + rest.censored,
      ]
      guard all.allSatisfy(isSafe) else { continue }
      kept.append(mark)
      last = (mark.events, mark.censored)
    }
    return kept
  }
}
