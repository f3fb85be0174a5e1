extension CohortReport {
  /// All figures as one CSV file of the shape `panel,measure,group,figure,day,value`, one figure a line.
  ///
  /// Long and not wide, so that any program can turn it as it likes; RFC 4180 with LF at the ends of lines.
  package func csv() -> String {
    var lines = [["panel", "measure", "group", "figure", "day", "value"]]
    for panel in panels {
      let name = panel.name?.key ?? ""
      for figure in panel.figures {
        lines.append([
          name, figure.measure, figure.group, figure.name, figure.day.map(String.init) ?? "", figure.value,
        ])
      }
    }
    return lines.map { $0.map(quoted).joined(separator: ",") }.joined(separator: "\n") + "\n"
  }
}

/// One figure of a measure.
private struct Figure {
  let measure: String
  let group: String
  let name: String
  var day: Int?
  let value: String
}

extension CohortReport.Panel {
  fileprivate var figures: [Figure] {
    (counts?.figures ?? []) + (reasons?.figures ?? []) + (lengthOfStay?.figures ?? [])
      + (retention?.figures ?? []) + (exits?.figures ?? []) + (dangerDays?.figures ?? [])
  }
}

extension Counts {
  fileprivate var figures: [Figure] {
    rows.flatMap { row in
      [("admitted", row.admitted), ("ended", row.ended), ("open", row.open), ("people", row.people)].map {
        Figure(measure: "counts", group: row.group.key, name: $0.0, value: "\($0.1)")
      }
    }
  }
}

extension Reasons {
  fileprivate var figures: [Figure] {
    (rows + [total]).flatMap { row in
      columns.indices.flatMap { column in
        [
          ("count", "\(row.counts[column])"), ("row_percent", written(row.rowPercent[column])),
          ("column_percent", written(row.columnPercent[column])),
        ].map {
          Figure(measure: "reasons", group: row.group.key, name: "\(columns[column]).\($0.0)", value: $0.1)
        }
      }
    }
  }
}

extension LengthOfStay {
  fileprivate var figures: [Figure] {
    (rows + [total].compactMap { $0 }).flatMap { row in
      [
        ("count", "\(row.count)"), ("lower_quartile", "\(row.lowerQuartile)"), ("median", "\(row.median)"),
        ("upper_quartile", "\(row.upperQuartile)"), ("mean", "\(row.mean)"),
      ].map { Figure(measure: "length_of_stay", group: row.group.key, name: $0.0, value: $0.1) }
    }
  }
}

extension RetentionCurves {
  fileprivate var figures: [Figure] {
    let test =
      logRank.map { [("chi_square", $0.chiSquare), ("degrees", Double($0.degrees)), ("p", $0.p)] } ?? []
    return curves.flatMap(\.figures)
      + test.map { Figure(measure: "log_rank", group: "all", name: $0.0, value: "\($0.1)") }
  }
}

extension RetentionCurve {
  fileprivate var figures: [Figure] {
    let whole = [
      ("count", "\(count)"), ("events", "\(events)"), ("censored", "\(censored)"),
      ("median_day", medianDay.written),
      ("median_lower", medianLower.written), ("median_upper", medianUpper.written),
    ].map { Figure(measure: "retention", group: group.key, name: $0.0, value: $0.1) }
    return whole
      + points.flatMap { point in
        [
          ("at_risk", "\(point.atRisk)"), ("events", "\(point.events)"), ("censored", "\(point.censored)"),
          ("retained", "\(point.retained)"), ("lower", written(point.lower)), ("upper", written(point.upper)),
        ].map { Figure(measure: "retention", group: group.key, name: $0.0, day: point.day, value: $0.1) }
      }
  }
}

extension CompetingExits {
  fileprivate var figures: [Figure] {
    rows.flatMap { row in
      row.marks.flatMap { mark in
        let shares = zip(exits, mark.shares).map { ($0, "\($1)") }
        return ([("at_risk", "\(mark.atRisk)")] + shares + [("remaining", "\(mark.remaining)")]).map {
          Figure(measure: "exits", group: row.group.key, name: $0.0, day: mark.day, value: $0.1)
        }
      }
    }
  }
}

extension DangerDays {
  fileprivate var figures: [Figure] {
    rows.flatMap { row in
      row.days.flatMap { day in
        [
          ("at_risk", "\(day.atRisk)"), ("left", "\(day.left)"), ("hazard", "\(day.hazard)"),
          ("lower", "\(day.lower)"), ("upper", "\(day.upper)"),
        ].map { Figure(measure: "danger_days", group: row.group.key, name: $0.0, day: day.day, value: $0.1) }
      }
    }
  }
}

extension Int? {
  fileprivate var written: String { map(String.init) ?? "" }
}

private func written(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

private func quoted(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}
