import Clinic
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct OutputTests {
  /// Two facilities and both stages, of which a few left each day; names that would break careless markup.
  private static func report(
    _ measures: String = "[counts, reasons, length_of_stay, retention]",
    groups: String = "{by: facility, each: stage}"
  ) throws -> CohortReport {
    let definition = try CohortDefinition(
      yaml: """
        name: test
        title: Stays <of> "people" & others
        population: stays
        groups: \(groups)
        measures: \(measures)
        """)
    let places = Places(all: [place("north", "North & <West>"), place("south", "South")])
    var tallies: [Tally] = []
    for stage in ["detox", "residential"] {
      for (index, place) in places.all.enumerated() {
        let panel = definition.each == nil ? nil : stage
        let code = definition.by == nil ? nil : place.id.description.lowercased()
        for day in 0..<40 {
          tallies.append(Tally(panel: panel, member: code, days: day, reason: .completed, count: 2 + index))
        }
        tallies.append(Tally(panel: panel, member: code, days: 60, reason: nil, count: 5))
        tallies.append(Tally(Tally.people, panel: panel, member: code, count: 50))
      }
    }
    tallies.append(Tally(Tally.everybody, count: 150))
    let now = Date(timeIntervalSince1970: 1_781_524_800)
    return try CohortReport(
      definition, tallies, at: Moment(asOf: nil, knownAt: nil, now: now), places: places)
  }

  private static func place(_ slug: String, _ name: String) -> Place {
    Place(id: Places(stubs: [slug]).all[0].id, slug: slug, name: name, timeZone: "UTC")
  }

  @Test func `the JSON has the keys that are promised`() throws {
    let json = try Self.report().json()

    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "as_of", "conventions", "count", "definition", "exclusions", "known_at", "panels", "people",
      ])
    #expect(object["people"] as? Int == 150)
    #expect(object["as_of"] as? String == "2026-06-15T12:00:00Z")
    let panel = try #require((object["panels"] as? [[String: Any]])?.first)
    #expect(panel.keys.sorted() == ["count", "counts", "length_of_stay", "name", "reasons", "retention"])
    let retention = try #require(panel["retention"] as? [String: Any])
    #expect(retention.keys.sorted() == ["curves", "event", "horizon", "log_rank", "marks"])
    let curve = try #require((retention["curves"] as? [[String: Any]])?.first)
    #expect(
      curve.keys.sorted() == [
        "censored", "count", "events", "group", "marks", "median_day", "median_lower", "median_upper",
        "points",
      ])
    let point = try #require((curve["points"] as? [[String: Any]])?.first)
    #expect(point.keys.sorted() == ["at_risk", "censored", "day", "events", "lower", "retained", "upper"])
  }

  @Test func `the same report gives the same bytes`() throws {
    #expect(try Self.report().json() == Self.report().json())
  }

  @Test func `the picture is well-formed, and can be read without being seen`() throws {
    let svg = try #require(try Self.report().svg())

    let document = try XMLDocument(xmlString: svg)
    let root = try #require(document.rootElement())
    #expect(try document.nodes(forXPath: "/*/@role").map(\.stringValue) == ["img"])
    #expect(
      try document.nodes(forXPath: "/*/@aria-labelledby").map(\.stringValue) == ["plot1-title plot1-desc"])
    #expect(root.elements(forName: "title").first?.stringValue == "Stays <of> \"people\" & others")
    let description = try #require(root.elements(forName: "desc").first?.stringValue)
    #expect(description.contains("North & <West> (85): 5.9 % on day 90, half had left by day 21."))
    let dashes = try document.nodes(forXPath: "//*[@stroke-width='2.4']/@stroke-dasharray").map(\.stringValue)
    #expect(Set(dashes).count == 2)
  }

  @Test func `curves only fall, within the frame`() throws {
    let svg = try #require(try Self.report("[retention]").svg())

    let document = try XMLDocument(xmlString: svg)
    let paths = try document.nodes(forXPath: "//*[@stroke-width='2.4'][name()='path']/@d").compactMap(
      \.stringValue)
    #expect(paths.count == 4)
    for path in paths {
      let heights = path.split(separator: "V ").dropFirst().compactMap { Double($0.prefix { $0 != " " }) }
      #expect(heights == heights.sorted())
      #expect(heights.allSatisfy { (RetentionPicture.plot.top...RetentionPicture.plot.bottom).contains($0) })
    }
  }

  @Test func `the page is well-formed and needs nothing from elsewhere`() throws {
    let html = try Self.report().html()

    let body = html.replacing("<!DOCTYPE html>\n", with: "")
    _ = try XMLDocument(xmlString: body)
    #expect(!html.contains("<script"))
    #expect(!html.contains("href="))
    #expect(!html.contains("src="))
  }

  @Test(arguments: [40, 60, 80, 120])
  func `the text keeps to the width`(_ width: Int) throws {
    let plotted = try Self.report("[counts, retention]").text(width: width)

    // Tables have as many columns as they need; what is drawn and what is said keeps to the width.
    for line in plotted.split(separator: "\n") where line.contains("│") || line.hasPrefix("·") {
      #expect(line.count <= width, "\(line)")
    }
    #expect(plotted.contains("100 %┤"))
    #expect(plotted.contains("At risk"))
  }

  @Test func `the text has colours only when asked`() throws {
    let report = try Self.report("[retention]")

    #expect(!report.text().contains("\u{1B}["))
    #expect(report.text(color: true).contains("\u{1B}["))
  }

  @Test func `tables fit eighty columns`() throws {
    for line in try Self.report().text(width: 80).split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func `the CSV has one figure a line and quotes what needs it`() throws {
    let lines = try Self.report().csv().split(separator: "\n")

    #expect(lines.first == "panel,measure,group,figure,day,value")
    #expect(lines.contains("detox,counts,north,admitted,,85"))
    #expect(lines.contains("detox,retention,north,at_risk,0,85"))
    #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 6 })
  }

  @Test(arguments: ["{}", "{by: facility}", "{each: stage}", "{by: facility, each: stage}"])
  func `no two lines of the CSV have the same address`(_ groups: String) throws {
    let report = try Self.report(
      "[counts, reasons, length_of_stay, retention, exits, danger_days]", groups: groups)

    for csv in [report.csv(), report.released().csv()] {
      let addresses = csv.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).prefix(5).joined(separator: ",")
      }
      let repeated = Dictionary(grouping: addresses, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
      #expect(repeated == [])
      #expect(addresses.contains { $0.hasSuffix("reasons,all,total.count,") })
    }
  }

  @Test(arguments: [
    (2, 3, 66.7), (1, 8, 12.5), (1, 2000, 0.1), (0, 5, 0), (5, 5, 100), (145_426, 399_037, 36.4),
  ])
  func `percentages are rounded to the printed tenth`(_ part: Int, _ whole: Int, _ printed: Double) {
    #expect(percent(part, of: whole) == printed)
    #expect(percent(part, of: 0) == nil)
  }

  @Test func `quartiles are those of percentile_cont`() throws {
    let days = try #require(
      CountedDays([(1, 1), (2, 1), (3, 1), (4, 1), (10, 1), (20, 1), (28, 1), (30, 1), (45, 1), (90, 1)]))

    #expect(days.quantile(1, of: 4) == 3.25)
    #expect(days.quantile(2, of: 4) == 15)
    #expect(days.quantile(3, of: 4) == 29.5)
    #expect(days.mean == 23.3)
  }
}
