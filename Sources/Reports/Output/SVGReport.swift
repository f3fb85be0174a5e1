extension CohortReport {
  /// The retention curves as one SVG picture, one plot under the other; nil when the report has no retention.
  package func svg() -> String? {
    let plots = plots
    guard !plots.isEmpty else {
      return definition.measures.contains(Measure.Retention.word)
        ? Self.picture(of: [], title: definition.title, description: Self.nobody) : nil
    }
    return Self.picture(
      of: plots, title: definition.title, description: plots.map(\.summary).joined(separator: " "))
  }

  /// One plot for each panel that has curves.
  var plots: [SVGPlot] {
    panels.enumerated().compactMap { index, panel in
      panel.retention.map { retention in
        let part = panel.name.map { ": \($0.label)" } ?? ""
        return SVGPlot(
          retention: retention.largest, title: definition.title + part,
          subtitle: "n = \(Figures.count(panel.count)), \(heading[1]); bands: 95 % interval",
          number: index + 1)
      }
    }
  }

  /// An SVG document with these plots under each other.
  static func picture(of plots: [SVGPlot], title: String, description: String) -> String {
    let height = plots.isEmpty ? 120 : plots.reduce(0) { $0 + $1.height }
    let id = plots.first.map { "plot\($0.number)" } ?? "plot"
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(SVGPlot.width.svg) \(height.svg)"),
        ("width", SVGPlot.width.svg), ("height", height.svg), ("role", "img"),
        ("aria-labelledby", "\(id)-title \(id)-desc"),
        ("font-family", "system-ui, 'DejaVu Sans', Arial, sans-serif"),
        ("font-size", "13"), ("fill", "#222222"),
      ]
    ) { markup in
      markup.element("title", [("id", "\(id)-title")], text: title)
      markup.element("desc", [("id", "\(id)-desc")], text: description)
      markup.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#FFFFFF")])
      if plots.isEmpty { markup.text(description, x: 20, y: 64, []) }
      var top = 0.0
      for plot in plots {
        plot.draw(on: &markup, top: top)
        top += plot.height
      }
    }
    return markup.text
  }
}

extension SVGPlot {
  /// The plot in words, for those who do not see it.
  var summary: String {
    let event = retention.event == .exit ? "left" : "dropped out"
    let curves = retention.curves.map { curve in
      let last = curve.marks.last.map { "\(Figures.share($0.retained)) on day \($0.day)" } ?? ""
      let median = curve.medianDay.map { "half had \(event) by day \($0)" } ?? "fewer than half had \(event)"
      return "\(curve.group.label) (\(Figures.count(curve.count))): \(last), \(median)."
    }
    return
      "\(title). \(retention.event.remaining), share by day, Kaplan-Meier. \(curves.joined(separator: " "))"
  }
}

extension RetentionCurves {
  /// As many curves as a picture can tell apart: the groups with the most people, in their order.
  var largest: RetentionCurves {
    let limit = SVGPlot.styles.count
    guard curves.count > limit else { return self }
    let least = curves.map(\.count).sorted(by: >)[limit - 1]
    return RetentionCurves(self, showing: Array(curves.filter { $0.count >= least }.prefix(limit)))
  }
}
