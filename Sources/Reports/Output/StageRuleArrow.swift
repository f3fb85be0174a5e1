import Clinic

/// An arrow of the picture of the stage rules: all moves from one state to another.
struct StageRuleArrow {
  private let label: String
  private let color: String
  private let isUnusual: Bool
  private let path: String
  private let labelAt: (x: Double, y: Double)

  /// Takes rules of the same two states, at least one.
  init(_ rules: [StageRule]) {
    let from = rules.first?.from ?? .none
    let to = rules.first?.to ?? .none
    label = rules.map(\.event.rawValue).joined(separator: ", ")
    color = rules.first?.event.color ?? "#000000"
    isUnusual = rules.allSatisfy { $0.needs.contains(.reason) || $0.roles != nil }
    (path, labelAt) = Self.way(from, to)
  }

  func drawLine(on markup: inout Markup) {
    markup.element(
      "path",
      [
        ("d", path), ("fill", "none"), ("stroke", color), ("stroke-width", "1.8"),
        ("stroke-dasharray", isUnusual ? "6 4" : "none"), ("marker-end", "url(#head-\(color.dropFirst()))"),
      ])
  }

  /// The name of the move, on white so that no line goes through it.
  func drawLabel(on markup: inout Markup) {
    let half = Double(label.count) * 3.6 + 3
    markup.element(
      "rect",
      [
        ("x", (labelAt.x - half).svg), ("y", (labelAt.y - 12).svg), ("width", (2 * half).svg),
        ("height", "16"),
        ("fill", "#FFFFFF"),
      ])
    markup.element(
      "text",
      [("x", labelAt.x.svg), ("y", labelAt.y.svg), ("text-anchor", "middle"), ("fill", color)], text: label)
  }

  private static func way(_ from: StageState, _ to: StageState) -> (String, (x: Double, y: Double)) {
    let (a, b) = (from.box, to.box)
    if from == to {
      return (
        "M\(p(a.right - 40, a.top))C\(p(a.right - 30, a.top - 44)) \(p(a.right + 34, a.top - 20)) \(p(a.right, a.top + 12))",
        (a.right + 2, a.top - 24)
      )
    }
    if from == .ended {
      // Along the bottom and up on the left, so that all ways back share one line.
      return ("M\(p(a.x + 20, a.bottom))V624H316V\((b.y + 14).svg)H\(b.left.svg)", (316, b.y + 34))
    }
    if from == .none {
      let end = b.y == a.y ? b.y - 8 : b.y
      return (
        "M\(p(a.right, a.y + (b.y - a.y) / 20))L\(p(b.left, end))",
        ((a.right + b.left) / 2 - 20, (a.y + end) / 2)
      )
    }
    if to == .ended { return ending(from) }
    if from.isOnLeave || to.isOnLeave {
      let shift = from.isOnLeave ? 11.0 : -11.0
      let (start, end) = a.x < b.x ? (a.right, b.left) : (a.left, b.right)
      return (
        "M\(p(start, a.y + shift))L\(p(end, b.y + shift))",
        ((start + end) / 2, a.y + shift + (from.isOnLeave ? 16 : -5))
      )
    }
    return between(a, b)
  }

  private static func between(_ a: StateBox, _ b: StateBox) -> (String, (x: Double, y: Double)) {
    let isDown = a.y < b.y
    if abs(a.y - b.y) < 200 {
      let x = a.x + (isDown ? -40 : 40)
      return (
        "M\(p(x, isDown ? a.bottom : a.top))V\((isDown ? b.top : b.bottom).svg)",
        (x, (a.y + b.y) / 2 + (isDown ? -8 : 14))
      )
    }
    // Past the state in the middle, on its left.
    let out = isDown ? 268.0 : 226.0
    let shift = isDown ? 12.0 : -2.0
    return (
      "M\(p(a.left, a.y + (isDown ? shift : -shift)))C\(p(out, a.y)) \(p(out, b.y)) \(p(b.left, b.y - (isDown ? shift : -shift)))",
      (out + (isDown ? 28 : 34), isDown ? 262 : 372)
    )
  }

  private static func ending(_ from: StageState) -> (String, (x: Double, y: Double)) {
    let (a, b) = (from.box, StageState.ended.box)
    let shift = (a.y - b.y) / 12
    if from.isOnLeave {
      return (
        "M\(p(a.right, a.y))L\(p(b.left, b.y + shift))", ((a.right + b.left) / 2, (a.y + b.y + shift) / 2 - 4)
      )
    }
    switch from.stage {
    case .detox:
      return ("M\(p(a.x - 10, a.top))V62H\((b.x + 10).svg)V\(b.top.svg)", (690, 58))
    case .aftercare:
      return ("M\(p(a.x - 10, a.bottom))V584H\((b.x - 20).svg)V\(b.bottom.svg)", (690, 580))
    case .residential, nil:
      return ("M\(p(a.x + 50, a.bottom))C\(p(560, 420)) \(p(820, 420)) \(p(b.left, b.y + 14))", (690, 400))
    }
  }

  private static func p(_ x: Double, _ y: Double) -> String { "\(x.svg) \(y.svg)" }
}
