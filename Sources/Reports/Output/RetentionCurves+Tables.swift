extension RetentionCurves {
  func tables(_ group: String) -> [Table] { [summary(group), table(group)] }

  /// One line a group.
  private func summary(_ group: String) -> Table {
    Table(
      title: "Staying in treatment",
      head: [group, "n", event == .exit ? "left" : "dropped out", "censored", "median days (95 %)"],
      rows: curves.map { curve in
        [
          curve.group.label, Figures.count(curve.count), Figures.count(curve.events),
          Figures.count(curve.censored), Figures.median(curve),
        ]
      })
  }

  /// One line a group and day.
  private func table(_ group: String) -> Table {
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
  var remark: String? {
    logRank.map {
      "Log-rank test between the groups: chi-square \(Figures.decimal($0.chiSquare, 2)), "
        + "\($0.degrees) df, \(Figures.p($0.p))"
    }
  }

  func pictures(in frame: Frame) -> [any Picture] {
    let shown = Frame(title: frame.title, subtitle: "\(frame.subtitle); bands: 95 % interval")
    return [RetentionPicture(retention: largest, frame: shown)]
  }

  var figures: [Figure] {
    let test =
      logRank.map { [("chi_square", $0.chiSquare), ("degrees", Double($0.degrees)), ("p", $0.p)] } ?? []
    return curves.flatMap(\.figures) + test.map { Figure(GroupNames.everyone, "log_rank.\($0.0)", $0.1) }
  }
}

extension RetentionCurve {
  fileprivate var figures: [Figure] {
    let whole = [
      Figure(group, "count", count), Figure(group, "events", events), Figure(group, "censored", censored),
      Figure(group, "median_day", medianDay.map(Double.init)),
      Figure(group, "median_lower", medianLower.map(Double.init)),
      Figure(group, "median_upper", medianUpper.map(Double.init)),
    ]
    return whole
      + points.flatMap { point in
        [
          Figure(group, "at_risk", day: point.day, point.atRisk),
          Figure(group, "events", day: point.day, point.events),
          Figure(group, "censored", day: point.day, point.censored),
          Figure(group, "retained", day: point.day, point.retained),
          Figure(group, "lower", day: point.day, point.lower),
          Figure(group, "upper", day: point.day, point.upper),
        ]
      }
  }
}
