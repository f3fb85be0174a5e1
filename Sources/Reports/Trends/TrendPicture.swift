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
  private static let ink = "#222222"
  private static let line = "#0072B2"

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
        ("fill", Self.ink),
      ]
    ) { markup in
      markup.element("title", [("id", "trend-title")], text: trend.title)
      markup.element("desc", [("id", "trend-desc")], text: trend.summary)
      markup.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#FFFFFF")])
      markup.text(trend.title, x: 20, y: 28, [("font-size", "17"), ("font-weight", "bold")])
      markup.text(trend.verdict ?? "", x: 20, y: 50, [])
      drawBands(on: &markup)
      drawStages(on: &markup)
      drawAxes(on: &markup)
      drawScores(on: &markup)
      drawTable(on: &markup)
    }
    return markup.text
  }

  private var basisLines: [String] { wrapped(trend.basis, to: 118) }
  private var tableTop: Double { Self.plot.bottom + 64 }
  private var height: Double {
    tableTop + 18 * Double(trend.points.count + 1) + 18 * Double(basisLines.count) + 24
  }

  /// From the first to the last score or change of stage near them.
  private var span: ClosedRange<Double> {
    let times = trend.points.map(\.at.timeIntervalSince1970)
    guard let first = times.min(), let last = times.max() else { return 0...1 }
    let room = max(86_400, (last - first) * 0.04)
    return (first - room)...(last + room)
  }

  private func x(_ date: Date) -> Double {
    let share = (date.timeIntervalSince1970 - span.lowerBound) / (span.upperBound - span.lowerBound)
    return Self.plot.left + min(max(share, 0), 1) * (Self.plot.right - Self.plot.left)
  }

  private func y(_ sum: Int) -> Double {
    let possible = trend.possible
    let share = Double(sum - possible.lowerBound) / Double(possible.upperBound - possible.lowerBound)
    return Self.plot.bottom - share * (Self.plot.bottom - Self.plot.top)
  }

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

  private func drawAxes(on markup: inout Markup) {
    let plot = Self.plot
    markup.line(plot.left, plot.top, plot.left, plot.bottom, Self.ink)
    markup.line(plot.left, plot.bottom, plot.right, plot.bottom, Self.ink)
    for sum in marks {
      markup.line(plot.left - 5, y(sum), plot.left, y(sum), Self.ink)
      markup.text("\(sum)", x: plot.left - 10, y: y(sum) + 4, [("text-anchor", "end")])
    }
    for date in roomyDates {
      markup.line(x(date), plot.bottom, x(date), plot.bottom + 6, Self.ink)
      markup.text(trend.day(date), x: x(date), y: plot.bottom + 22, [("text-anchor", "middle")])
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
          ("stroke", Self.ink), ("stroke-width", "2"), ("stroke-dasharray", "2 3"),
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
        [("d", "M \(corners.joined(separator: " L ")) Z"), ("fill", "#D55E00"), ("stroke", Self.ink)])
    default:
      markup.element(
        "circle",
        [("cx", place.svg), ("cy", height.svg), ("r", "5"), ("fill", Self.line), ("stroke", "#FFFFFF")])
    }
    markup.text(
      "\(value)", x: place, y: height - 12, [("text-anchor", "middle"), ("font-weight", "bold")])
  }

  private func drawTable(on markup: inout Markup) {
    let columns = [20.0, 130, 260, 480, 600]
    for (column, title) in zip(columns, ["Day", "Stage", "Score", "Band", "Since the first"]) {
      markup.text(title, x: column, y: tableTop, [("font-weight", "bold")])
    }
    for (index, point) in trend.points.enumerated() {
      let line = tableTop + 18 * Double(index + 1)
      let cells = [
        trend.day(point.at), point.stage?.rawValue, point.sum.description, point.band, point.change?.words,
      ]
      for (column, cell) in zip(columns, cells) { markup.text(cell ?? "", x: column, y: line, []) }
    }
    for (index, text) in basisLines.enumerated() {
      let line = tableTop + 18 * Double(trend.points.count + 1 + index) + 10
      markup.text(text, x: 20, y: line, [("font-size", "12")])
    }
  }
}

extension ScoreTrend {
  /// The scores as an SVG picture with a title, a description and a table of all that is in it.
  package var svg: String { TrendPicture(trend: self).svg }
}
