/// Where a curve ends, and what it is called there.
struct CurveEnd {
  let x: Double
  let y: Double
  let name: String
}

extension Markup {
  /// Puts each curve's name to the right of its end, apart from the others, with a line to it where it had to move.
  mutating func labels(_ ends: [CurveEnd], right: Double, bottom: Double) {
    let ends = ends.enumerated().sorted { ($0.element.y, $0.offset) < ($1.element.y, $1.offset) }
    var places = ends.map(\.element.y)
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + 17) }
    // What was pushed out at the bottom pushes the others up.
    var limit = bottom + 4
    for index in places.indices.reversed() {
      places[index] = min(places[index], limit)
      limit = places[index] - 17
    }
    for ((index, end), place) in zip(ends, places) {
      let path = "M \((end.x + 3).svg) \(end.y.svg) L \((right + 12).svg) \(place.svg)"
      element(
        "path", [("d", path), ("fill", "none"), ("stroke", "#999999"), ("stroke-width", "0.8")])
      swatch(index, x: right + 12, y: place)
      text(end.name.cut(to: 15), x: right + 46, y: place + 4, [])
    }
  }

  /// A piece of the line of a curve.
  mutating func swatch(_ index: Int, x: Double, y: Double) {
    let (color, dash) = Canvas.style(index)
    line(x, y, x + 28, y, color, [("stroke-width", "2.4"), ("stroke-dasharray", dash)])
  }
}
