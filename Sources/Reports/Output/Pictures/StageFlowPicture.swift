/// The ways from admission through the stages to the end: bands as wide as the number of people (a Sankey diagram).
struct StageFlowPicture: Picture {
  let steps: [StageFlowResult.Step]
  let group: GroupName
  let frame: Frame

  private static let (top, depth, node, gap) = (84.0, 320.0, 14.0, 26.0)
  /// The left edge of each column: admission, the three stages, the ways out.
  private static let columns = [40.0, 190.0, 350.0, 510.0, 670.0]
  private static let colors: [FlowNode: String] = [
    .admission: "#666666", .detox: "#0072B2", .residential: "#009E73", .aftercare: "#E69F00",
    .completed: "#009E73", .transferred: "#56B4E9", .droppedOut: "#D55E00", .terminated: "#CC79A7",
    .other: "#666666", .stillThere: "#BBBBBB",
  ]

  private var what: String { group == GroupNames.everyone ? "stage flow" : "\(group.label), stage flow" }

  var title: String { "\(frame.title): \(what)" }
  var height: Double { Self.top + Self.depth + 60 }

  var summary: String {
    let ways = steps.map { "\($0.from.label) to \($0.to.label) \(Figures.count($0.count))" }
    return "\(title), number of steps. \(ways.joined(separator: ", "))."
  }

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: what)
    let layout = Layout(steps)
    for step in steps { band(step, layout, on: &markup) }
    for (node, place) in layout.places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      markup.box(
        place.x, place.y, Self.node, max(1.5, place.height), [("fill", Self.colors[node] ?? Canvas.ink)])
      let text = "\(node.label) \(Figures.count(place.count))"
      if node.column == 4 {
        markup.text(text, x: place.x + Self.node + 6, y: place.y + place.height / 2 + 4, [])
      } else {
        markup.text(text, x: place.x - 4, y: place.y - 6, [("font-weight", "bold")])
      }
    }
    markup.text(
      "The width of a band is the number of people who went that way.", x: 40, y: Self.top + Self.depth + 42,
      [])
  }

  private func band(_ step: StageFlowResult.Step, _ layout: Layout, on markup: inout Markup) {
    guard let (from, to) = layout.ends[Layout.Way(step)], let source = layout.places[step.from],
      let target = layout.places[step.to]
    else { return }
    let width = Double(step.count) * layout.scale
    let (x1, x2) = (source.x + Self.node, target.x)
    let bend = max(40, abs(x2 - x1) / 2)
    func edge(_ y1: Double, _ y2: Double, back: Bool) -> String {
      back
        ? "L \(x2.svg) \(y2.svg) C \((x2 - bend).svg) \(y2.svg) \((x1 + bend).svg) \(y1.svg) \(x1.svg) \(y1.svg)"
        : "M \(x1.svg) \(y1.svg) C \((x1 + bend).svg) \(y1.svg) \((x2 - bend).svg) \(y2.svg) \(x2.svg) \(y2.svg)"
    }
    let path = "\(edge(from, to, back: false)) \(edge(from + width, to + width, back: true)) Z"
    markup.element(
      "path", [("d", path), ("fill", Self.colors[step.from] ?? Canvas.ink), ("fill-opacity", "0.35")]
    ) {
      $0.element("title", text: "\(step.from.label) to \(step.to.label): \(Figures.count(step.count))")
    }
  }
}

extension StageFlowPicture {
  /// Where nodes and bands are.
  fileprivate struct Layout {
    struct Place {
      var x: Double
      var y: Double
      var height: Double
      var count: Int
    }

    struct Way: Hashable {
      let from: FlowNode
      let to: FlowNode

      init(_ step: StageFlowResult.Step) { (from, to) = (step.from, step.to) }
    }

    /// Points of height for each person.
    let scale: Double
    var places: [FlowNode: Place] = [:]
    /// The upper edge of each band at both ends.
    var ends: [Way: (from: Double, to: Double)] = [:]

    init(_ steps: [StageFlowResult.Step]) {
      func through(_ node: FlowNode) -> Int {
        let out = steps.reduce(0) { $1.from == node ? $0 + $1.count : $0 }
        return max(out, steps.reduce(0) { $1.to == node ? $0 + $1.count : $0 })
      }
      let nodes = FlowNode.allCases.filter { through($0) > 0 }
      let columns = Dictionary(grouping: nodes, by: \.column)
      let depths = columns.values.map { nodes in
        (people: nodes.reduce(0) { $0 + through($1) }, room: depth - gap * Double(nodes.count - 1))
      }
      scale = depths.map { $0.room / Double(max(1, $0.people)) }.min() ?? 1
      for (column, nodes) in columns {
        var y = top
        for node in nodes {
          let height = Double(through(node)) * scale
          places[node] = Place(
            x: StageFlowPicture.columns[column], y: y, height: height, count: through(node))
          y += height + gap
        }
      }
      var (used, met): ([FlowNode: Double], [FlowNode: Double]) = ([:], [:])
      for step in steps.sorted(by: { ($0.to.rawValue, $0.from.rawValue) < ($1.to.rawValue, $1.from.rawValue) }
      ) {
        let width = Double(step.count) * scale
        let from = (places[step.from]?.y ?? 0) + (used[step.from] ?? 0)
        let to = (places[step.to]?.y ?? 0) + (met[step.to] ?? 0)
        ends[Way(step)] = (from, to)
        used[step.from, default: 0] += width
        met[step.to, default: 0] += width
      }
    }
  }
}

extension FlowNode {
  /// In which column it is drawn.
  fileprivate var column: Int { min(rawValue, 4) }
}
