import Clinic

/// The stage rules as a picture: states as boxes, and every move that is allowed as an arrow with its name.
///
/// Colours are Okabe and Ito's and only repeat what the words at the arrows say. Dashes mark what asks for more than the
/// usual: a reason, or one of certain roles. Corrections, which may lead anywhere, are not drawn.
package struct StageRulesPicture {
  let rules: StageRules

  package init(_ rules: StageRules) { self.rules = rules }

  private static let (width, height) = (1_040.0, 660.0)
  private static let ink = "#222222"

  /// The picture as a file of its own.
  package var svg: String {
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(Self.width.svg) \(Self.height.svg)"),
        ("width", Self.width.svg), ("height", Self.height.svg), ("role", "img"),
        ("aria-labelledby", "title description"), ("font-family", "sans-serif"), ("font-size", "13"),
      ]
    ) { markup in
      markup.element("title", [("id", "title")], text: "Stage rules, version \(rules.version)")
      markup.element("desc", [("id", "description")], text: description)
      markup.element(
        "rect", [("width", Self.width.svg), ("height", Self.height.svg), ("fill", "#FFFFFF")])
      drawHeads(on: &markup)
      for arrow in arrows { arrow.drawLine(on: &markup) }
      for state in states { Self.draw(state, on: &markup) }
      for arrow in arrows { arrow.drawLabel(on: &markup) }
      markup.element(
        "text", [("x", "24"), ("y", "30"), ("font-size", "17"), ("font-weight", "bold"), ("fill", Self.ink)],
        text: "Stage rules, version \(rules.version)")
      markup.element(
        "text", [("x", "24"), ("y", "\(Int(Self.height) - 14)"), ("fill", Self.ink)],
        text:
          "Dashed: needs a reason, or one of certain roles. Not drawn: corrections, which may lead anywhere.")
    }
    return markup.text
  }

  private var ways: [StageRule] { rules.rules.filter { $0.event != .correct } }

  private var states: [StageState] {
    StageState.allCases.filter { state in ways.contains { $0.from == state || $0.to == state } }
  }

  /// One arrow for each pair of states, in the order of the rules.
  private var arrows: [StageRuleArrow] {
    var seen: Set<[StageState]> = []
    return ways.filter { seen.insert([$0.from, $0.to]).inserted }.map { first in
      StageRuleArrow(ways.filter { $0.from == first.from && $0.to == first.to })
    }
  }

  /// The same in words, for those who do not see it.
  private var description: String {
    ways.map { rule in
      let needs = rule.needs.isEmpty ? "" : ", needs \(rule.needs.map(\.rawValue).sorted().listing)"
      let roles = rule.roles.map { ", only \($0.map(\.rawValue).sorted().listing)" } ?? ""
      return "From \(rule.from.rawValue) \(rule.event.rawValue) to \(rule.to.rawValue)\(needs)\(roles)."
    }.joined(separator: " ")
  }

  private func drawHeads(on markup: inout Markup) {
    markup.element("defs") { markup in
      for color in Set(MoveEvent.allCases.map(\.color)).sorted() {
        markup.element(
          "marker",
          [
            ("id", "head-\(color.dropFirst())"), ("viewBox", "0 0 10 10"), ("refX", "9"), ("refY", "5"),
            ("markerWidth", "8"), ("markerHeight", "8"), ("orient", "auto"),
          ]
        ) { $0.element("path", [("d", "M0 0L10 5L0 10z"), ("fill", color)]) }
      }
    }
  }

  private static func draw(_ state: StageState, on markup: inout Markup) {
    let box = state.box
    markup.element(
      "rect",
      [
        ("x", box.left.svg), ("y", box.top.svg), ("width", "150"), ("height", "48"), ("rx", "8"),
        ("fill", state.isOpen ? "#F2F7FB" : "#F0F0F0"), ("stroke", ink), ("stroke-width", "1.5"),
        ("stroke-dasharray", state.isOnLeave ? "5 4" : "none"),
      ])
    let words =
      state.isOnLeave
      ? "\(state.stage?.rawValue ?? ""), away" : state == .none ? "not in treatment" : state.rawValue
    markup.element(
      "text",
      [
        ("x", box.x.svg), ("y", (box.y + 5).svg), ("text-anchor", "middle"), ("font-weight", "bold"),
        ("fill", ink),
      ], text: words)
  }
}

/// Where a state stands in the picture.
struct StateBox {
  let x: Double
  let y: Double
  var left: Double { x - 75 }
  var right: Double { x + 75 }
  var top: Double { y - 24 }
  var bottom: Double { y + 24 }
}

extension StageState {
  var box: StateBox {
    switch self {
    case .none: StateBox(x: 100, y: 320)
    case .ended: StateBox(x: 940, y: 320)
    case .detox, .residential, .aftercare: StateBox(x: 430, y: row)
    case .detoxLeave, .residentialLeave, .aftercareLeave: StateBox(x: 690, y: row)
    }
  }

  private var row: Double {
    switch stage {
    case .detox: 130
    case .residential, nil: 320
    case .aftercare: 510
    }
  }
}

extension MoveEvent {
  var color: String {
    switch self {
    case .admit: "#0072B2"
    case .transfer: "#00795B"
    case .leave, .return: "#8A5A00"
    case .complete, .discharge: "#B34700"
    case .readmit: "#9A4C7C"
    case .correct: "#666666"
    }
  }
}
