import Clinic
import Foundation
import Statistics

/// The scores of one person as a picture: bands as stripes, stages as stretches of the time axis, scores as marks.
///
/// Nothing is told by colour alone: marks differ in shape, every score stands beside its mark, and under the plot is a table
/// of all of it. Colours are Okabe and Ito's.
struct TrendPicture {
  let trend: ScoreTrend

  private static let width = 840.0
  private static let plot = (left: 60.0, right: 690.0, top: 92.0, bottom: 372.0)
  private static let line = "#0072B2"
  private let axes: PictureAxes

  init(trend: ScoreTrend) {
    self.trend = trend
    let (plot, possible) = (Self.plot, trend.possible)
    axes = PictureAxes(
      left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom, times: Self.span(of: trend),
      values: Double(possible.lowerBound)...Double(possible.upperBound))
  }

  /// The SVG document.
  var svg: String {
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(Self.width.svg) \(height.svg)"),
        ("width", Self.width.svg), ("height", height.svg), ("role", "img"),
        ("aria-labelledby", "trend-title trend-desc"),
        ("font-family", "system-ui, 'DejaVu Sans', Arial, sans-serif"), ("font-size", "13"),
        ("fill", PictureAxes.ink),
      ]
    ) { markup in
      markup.element("title", [("id", "trend-title")], text: trend.title)
      markup.element("desc", [("id", "trend-desc")], text: trend.summary)
      markup.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#FFFFFF")])
      markup.text(trend.title, x: 20, y: 28, [("font-size", "17"), ("font-weight", "bold")])
      markup.text(trend.verdict ?? "", x: 20, y: 50, [])
      drawBands(on: &markup)
      drawStages(on: &markup)
      axes.draw(
        on: &markup, values: marks.map { (Double($0), "\($0)") },
        times: roomyDates.map { ($0, trend.day($0)) })
      drawScores(on: &markup)
      table.draw(on: &markup, top: tableTop)
    }
    return markup.text
  }

  private var tableTop: Double { Self.plot.bottom + 64 }
  private var height: Double { tableTop + table.height + 6 }

  /// From the first to the last score or change of stage near them.
  private static func span(of trend: ScoreTrend) -> ClosedRange<Double> {
    let times = trend.points.map(\.at.timeIntervalSince1970)
    guard let first = times.min(), let last = times.max() else { return 0...1 }
    let room = max(86_400, (last - first) * 0.04)
    return (first - room)...(last + room)
  }

  private var span: ClosedRange<Double> { axes.times }
  private func x(_ date: Date) -> Double { axes.x(date) }
  private func y(_ sum: Int) -> Double { axes.y(Double(sum)) }

  private func drawBands(on markup: inout Markup) {
    for (index, band) in trend.bands.enumerated() {
      let top = y(min(band.range.upperBound + 1, trend.possible.upperBound))
      let bottom = y(band.range.lowerBound)
      markup.element(
        "rect",
        [
          ("x", Self.plot.left.svg), ("y", top.svg), ("width", (Self.plot.right - Self.plot.left).svg),
          ("height", max(0, bottom - top).svg), ("fill", index.isMultiple(of: 2) ? "#F4F4F4" : "#E8E8E8"),
        ])
      markup.text(band.label, x: Self.plot.right + 8, y: (top + bottom) / 2 + 4, [("font-size", "12")])
    }
  }

  /// A line where a stage begins or ends, and the name of the stage above it.
  private func drawStages(on markup: inout Markup) {
    for stay in trend.stays {
      let end = stay.end ?? Date(timeIntervalSince1970: span.upperBound)
      guard stay.start.timeIntervalSince1970 < span.upperBound, end.timeIntervalSince1970 > span.lowerBound
      else {
        continue
      }
      let (left, right) = (x(stay.start), x(end))
      for (date, place) in [(stay.start, left), (end, right)]
      where span.contains(date.timeIntervalSince1970) && date != Date(timeIntervalSince1970: span.upperBound)
      {
        markup.element(
          "line",
          [
            ("x1", place.svg), ("y1", (Self.plot.top - 18).svg), ("x2", place.svg),
            ("y2", Self.plot.bottom.svg),
            ("stroke", "#666666"), ("stroke-dasharray", "4 4"),
          ])
      }
      if right - left > 7 * Double(stay.stage.rawValue.count) {
        markup.text(
          stay.stage.rawValue, x: (left + right) / 2, y: Self.plot.top - 8,
          [("text-anchor", "middle"), ("font-size", "12")])
      }
    }
  }

  /// Where the scale is marked: at its ends and at round sums between.
  private var marks: [Int] {
    let possible = trend.possible
    let step =
      [1, 2, 5, 10, 20, 50, 100].first { (possible.upperBound - possible.lowerBound) / $0 <= 8 } ?? 500
    let round = stride(from: possible.lowerBound, through: possible.upperBound, by: step)
    return round.filter { possible.upperBound - $0 >= step / 2 } + [possible.upperBound]
  }

  /// The days of the scores under which there is room for a date.
  private var roomyDates: [Date] {
    trend.points.map(\.at).reduce(into: [Date]()) { kept, date in
      if let last = kept.last, x(date) - x(last) < 86 { return }
      kept.append(date)
    }
  }

  private func drawScores(on markup: inout Markup) {
    let complete = trend.points.compactMap { point in point.sum.value.map { (point, $0) } }
    if complete.count > 1 {
      let path = complete.map { "\(x($0.0.at).svg) \(y($0.1).svg)" }.joined(separator: " L ")
      markup.element(
        "path", [("d", "M \(path)"), ("fill", "none"), ("stroke", Self.line), ("stroke-width", "2")])
    }
    for point in trend.points {
      markup.element("g") { markup in
        markup.element("title", text: "\(trend.day(point.at)): \(point.sum)")
        draw(point, on: &markup)
      }
    }
  }

  /// A disc for a score, a triangle where it changed by more than chance, a bar between the bounds of what is no score.
  private func draw(_ point: ScoreTrend.Point, on markup: inout Markup) {
    let place = x(point.at)
    guard let value = point.sum.value else {
      markup.element(
        "line",
        [
          ("x1", place.svg), ("y1", y(point.sum.atMost).svg), ("x2", place.svg),
          ("y2", y(point.sum.atLeast).svg),
          ("stroke", PictureAxes.ink), ("stroke-width", "2"), ("stroke-dasharray", "2 3"),
        ])
      markup.text("≥ \(point.sum.atLeast)", x: place + 6, y: y(point.sum.atLeast) + 4, [("font-size", "12")])
      return
    }
    let height = y(value)
    switch point.change?.direction {
    case .improved?, .worsened?:
      let up = (point.change?.points ?? 0) > 0 ? -1.0 : 1.0
      let corners = [(-7.0, -5 * up), (7, -5 * up), (0, 8 * up)].map {
        "\((place + $0.0).svg) \((height + $0.1).svg)"
      }
      markup.element(
        "path",
        [("d", "M \(corners.joined(separator: " L ")) Z"), ("fill", "#D55E00"), ("stroke", PictureAxes.ink)])
    default:
      markup.element(
        "circle",
        [("cx", place.svg), ("cy", height.svg), ("r", "5"), ("fill", Self.line), ("stroke", "#FFFFFF")])
    }
    markup.text(
      "\(value)", x: place, y: height - 12, [("text-anchor", "middle"), ("font-weight", "bold")])
  }

  private var table: PictureTable {
    PictureTable(
      columns: [(20, "Day"), (130, "Stage"), (260, "Score"), (480, "Band"), (600, "Since the first")],
      rows: trend.points.map { point in
        [trend.day(point.at), point.stage?.rawValue, point.sum.description, point.band, point.change?.words]
      }, notes: wrapped(trend.basis, to: 118))
  }
}

extension ScoreTrend {
  /// The scores as an SVG picture with a title, a description and a table of all that is in it.
  package var svg: String { TrendPicture(trend: self).svg }
}
