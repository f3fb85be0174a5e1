import Foundation
import Reports
import Testing

/// A trend with what was given on the same axis.
struct TrendPlotTests {
  private static let start = Date(timeIntervalSince1970: 1_781_524_800)

  private func plot(_ values: [Double]) -> TrendPlot {
    let points = values.enumerated().map {
      TrendPlot.Point(at: Self.start.addingTimeInterval(Double($0.offset) * 14_400), value: $0.element)
    }
    return TrendPlot(
      title: "ciwa_ar <1>", points: points,
      gaps: [.init(at: Self.start.addingTimeInterval(7_200), label: "asleep")],
      marks: [
        .init(at: Self.start.addingTimeInterval(3_600), label: "diazepam 10 mg"),
        .init(at: Self.start.addingTimeInterval(20_000), label: "thiamine"),
      ], range: 0...67, zone: .gmt)
  }

  @Test func `the picture stands by itself and escapes what it holds`() throws {
    let svg = plot([20, 14, 9, 4]).svg
    #expect(svg.hasPrefix("<svg xmlns=") && svg.contains("ciwa_ar &lt;1&gt;") && !svg.contains("<1>"))
    #expect(svg.components(separatedBy: "r=\"3.4\"").count - 1 == 4)
    #expect(svg.contains("diazepam 10 mg") && svg.contains("asleep"))
    #expect(
      svg.contains("<title id=\"plot-title\">") && svg.contains("aria-labelledby=\"plot-title plot-desc\""))
    #expect(svg.contains("<desc id=\"plot-desc\">Values: 06-15 12:00 20; "))
    // Under the picture is a table of all of it: four values, one gap and two doses after the titles.
    let places = svg.matches(of: /x="20(?:\.0)?" y="([0-9.]+)"/).compactMap { Double($0.1) }
    #expect(places.filter { $0 >= 330 }.count == 8)
    let parser = XMLCheck(svg)
    #expect(parser.isSound)
  }

  @Test func `the terminal shows no line wider than it is, and what the letters mean`() {
    let text = plot([20, 14, 9, 4]).text(width: 80, color: false)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(
      text.contains("A  diazepam 10 mg") && text.contains("B  thiamine") && text.contains("x  no value"))
  }

  @Test func `one value is drawn, and none is said`() {
    #expect(plot([0]).text(width: 80, color: false).contains("ciwa_ar"))
    let empty = TrendPlot(title: "pulse", points: [], range: 0...300, zone: .gmt)
    #expect(empty.text(width: 80, color: false).contains("Nothing is recorded"))
    #expect(empty.svg.contains("</svg>"))
  }
}

/// Whether every element that begins also ends.
private struct XMLCheck {
  let isSound: Bool

  init(_ text: String) {
    var open: [Substring] = []
    var isSound = true
    for match in text.matches(of: /<(\/?)([a-z]+)[^>]*?(\/?)>/) {
      if match.1 == "/" {
        isSound = isSound && open.popLast() == match.2
      } else if match.3.isEmpty {
        open.append(match.2)
      }
    }
    self.isSound = isSound && open.isEmpty
  }
}
