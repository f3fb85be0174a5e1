/// A drawing that can stand under others in one SVG document.
protocol Picture {
  var title: String { get }
  /// The drawing in words, for those who do not see it.
  var summary: String { get }
  var height: Double { get }

  /// Draws with the top at 0, ``Canvas/width`` wide.
  func draw(on markup: inout Markup)
}

/// Says that a measure has nobody to draw, where its picture would be.
struct NobodyPicture: Picture {
  /// That of the measure.
  let name: String
  let frame: Frame

  var title: String { "\(frame.title): \(name)" }
  var summary: String { "\(title). \(Self.words)" }
  var height: Double { 96 }

  private static let words = "Nobody here can be counted for it, so there is nothing to draw."

  func draw(on markup: inout Markup) {
    frame.draw(on: &markup, what: name)
    markup.text(Self.words, x: 20, y: 72, [])
  }
}

extension CohortReport.Result {
  /// What is drawn of it, or the words in place of that; nothing for a measure that is never drawn.
  func pictures(in frame: Frame) -> [any Picture] {
    let pictures = figures.pictures(in: frame)
    let isDrawn = Measure.kinds.contains { $0.word == measure && $0.isDrawn }
    guard pictures.isEmpty, isDrawn else { return pictures }
    return [NobodyPicture(name: measure.replacing("_", with: " "), frame: frame)]
  }
}

/// What all pictures of reports have in common.
enum Canvas {
  static let width = 840.0
  static let ink = "#222222"
  static let grid = "#D9D9D9"
  /// Colours of Okabe and Ito, which differ for the colour-blind and in lightness, and dashes for paper.
  static let styles: [(color: String, dash: String)] = [
    ("#0072B2", "none"), ("#D55E00", "9 4"), ("#009E73", "3 3"), ("#000000", "14 4 3 4"), ("#CC79A7", "6 2"),
    ("#E69F00", "12 3"), ("#56B4E9", "2 2"), ("#666666", "10 3 2 3 2 3"),
  ]

  static func style(_ index: Int) -> (color: String, dash: String) { styles[index % styles.count] }
}

/// Where a picture stands: what the report is, which part of it is drawn, and of when.
struct Frame {
  let title: String
  let subtitle: String

  /// What is drawn, and under it in one line or two of which report and moment.
  func draw(on markup: inout Markup, what: String? = nil) {
    let bold = [("font-size", "17"), ("font-weight", "bold")]
    markup.text((what.map(\.capitalizedFirst) ?? title).cut(to: 84), x: 20, y: 26, bold)
    let lines = wrapped(what == nil ? subtitle : "\(title); \(subtitle)", to: 116)
    for (index, line) in lines.prefix(2).enumerated() {
      let y = lines.count == 1 ? 48 : 43 + 16 * Double(index)
      markup.text((index == 1 ? lines[1...].joined(separator: " ") : line).cut(to: 116), x: 20, y: y, [])
    }
  }
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// Not longer than so many characters.
  func cut(to most: Int) -> String { count > most ? "\(prefix(most - 1))…" : self }
}

extension CohortReport {
  /// Every picture of the report, in the order of its panels and measures.
  var pictures: [any Picture] { panels.flatMap { pictures(of: $0) } }

  func pictures(of panel: Panel) -> [any Picture] {
    panel.results.flatMap { $0.pictures(in: frame(of: panel)) }
  }

  func frame(of panel: Panel) -> Frame {
    let part = panel.name.map { ": \($0.label)" } ?? ""
    return Frame(
      title: definition.title + part, subtitle: "n = \(Figures.count(panel.count)), \(heading[1])")
  }

  /// An SVG document with these pictures under each other; `id` keeps identifiers apart in one page.
  static func document(
    _ pictures: [any Picture], title: String, description: String, id: String = "plot1"
  ) -> String {
    let height = pictures.isEmpty ? 120 : pictures.reduce(0) { $0 + $1.height }
    var markup = Markup()
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 \(Canvas.width.svg) \(height.svg)"),
        ("width", Canvas.width.svg), ("height", height.svg), ("role", "img"),
        ("aria-labelledby", "\(id)-title \(id)-desc"),
        ("font-family", "system-ui, 'DejaVu Sans', Arial, sans-serif"), ("font-size", "13"),
        ("fill", Canvas.ink),
      ]
    ) { markup in
      markup.element("title", [("id", "\(id)-title")], text: title)
      markup.element("desc", [("id", "\(id)-desc")], text: description)
      markup.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#FFFFFF")])
      if pictures.isEmpty { markup.text(description, x: 20, y: 64, []) }
      var top = 0.0
      for picture in pictures {
        markup.element("g", [("transform", "translate(0 \(top.svg))")]) { picture.draw(on: &$0) }
        top += picture.height
      }
    }
    return markup.text
  }
}

extension Markup {
  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, _ more: [(String, String)] = []
  ) {
    let ends = [("x1", x1.svg), ("y1", y1.svg), ("x2", x2.svg), ("y2", y2.svg), ("stroke", color)]
    element("line", ends + more)
  }

  mutating func text(_ text: String, x: Double, y: Double, _ attributes: [(String, String)]) {
    let all = [("x", x.svg), ("y", y.svg)] + attributes
    element("text", all, text: text)
  }

  mutating func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: [(String, String)]
  ) {
    element(
      "rect",
      [("x", x.svg), ("y", y.svg), ("width", max(0, width).svg), ("height", max(0, height).svg)] + attributes)
  }
}

extension Double {
  /// The number as SVG takes it, to the tenth.
  var svg: String { Figures.decimal(self, 1) }
}
