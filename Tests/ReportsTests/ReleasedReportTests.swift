import Clinic
import Foundation
import Testing

@testable import Reports

@Suite struct ReleasedReportTests {
  /// Three groups, of which one has few people who dropped out and one is small itself.
  private static func report(
    _ measures: String, of population: String = "stays", small: Int = 4
  ) throws -> CohortReport {
    let definition = try CohortDefinition(
      yaml: """
        name: test
        title: Test
        population: \(population)
        groups: {by: sex, each: stage}
        measures: \(measures)
        """)
    var tallies: [Tally] = []
    for stage in ["detox", "residential"] {
      for (member, (completed, left)) in [("1", (120, 60)), ("2", (90, small)), (nil, (3, 0))]
        as [(String?, (Int, Int))]
      {
        for day in 0..<10 where completed >= 10 {
          tallies.append(
            Tally(panel: stage, member: member, days: day, reason: .completed, count: completed / 10))
        }
        if completed < 10 {
          tallies.append(Tally(panel: stage, member: member, days: 3, reason: .completed, count: completed))
        }
        if left > 0 {
          tallies.append(
            Tally(panel: stage, member: member, days: 2, reason: .leftAgainstAdvice, count: left))
        }
        tallies.append(Tally(panel: stage, member: member, days: 40, reason: nil, count: 25))
        tallies.append(Tally(Tally.people, panel: stage, member: member, count: completed + left + 25))
      }
    }
    let now = Date(timeIntervalSince1970: 1_781_524_800)
    return try CohortReport(
      definition, tallies, at: Moment(asOf: nil, knownAt: nil, now: now), places: Places(all: []))
  }

  private static let all = "[counts, reasons, length_of_stay, retention, exits, danger_days]"

  @Test func `no small count is in it, in any form`() throws {
    let released = try Self.report(Self.all).released()

    for panel in released.panels {
      for figure in panel.figures where figure.figure.hasSuffix("count") || figure.measure == "counts" {
        if let value = figure.value { #expect(!SmallCount.contains(Int(value)), "\(figure)") }
      }
    }
    let withheld = released.panels.flatMap(\.figures).filter { $0.value == nil }
    #expect(!withheld.isEmpty)
    #expect(withheld.allSatisfy { $0.withheld == true })
    #expect(released.csv().split(separator: "\n").filter { $0.hasSuffix(",*") }.count == withheld.count)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(released.json().utf8)) as? [String: Any])
    let panels = try #require(json["panels"] as? [[String: Any]])
    let figures = panels.flatMap { ($0["figures"] as? [[String: Any]]) ?? [] }
    #expect(figures.filter { $0["withheld"] as? Bool == true && $0["value"] == nil }.count == withheld.count)
    let marks = released.panels.flatMap { $0.tables.flatMap(\.rows) }.joined().filter {
      $0 == SmallCount.mark
    }.count
    #expect(marks > 0)
    #expect(released.html().components(separatedBy: "<td>*</td>").count - 1 == marks)
    for text in [released.text(), released.svg(), released.html(), try released.json()] {
      #expect(text.contains("stands for a figure that is withheld"))
    }
  }

  @Test func `another count is withheld beside the one that is small`() throws {
    let released = try Self.report("[reasons]").released()

    let detox = try #require(released.panels.first).figures
    let dropped = detox.filter { $0.figure == "dropped_out.count" && $0.value == nil }
    #expect(dropped.count >= 2)
    #expect(detox.first { $0.figure == "dropped_out.row_percent" && $0.group == "female" }?.value == nil)
  }

  @Test func `people who are counted once are as secret as their count`() throws {
    let released = try Self.report("[counts, reasons]", of: "patients").released()

    for panel in released.panels {
      let counts = Dictionary(grouping: panel.figures.filter { $0.measure == "counts" }, by: \.group)
      for figures in counts.values {
        #expect(Set(figures.filter { ["admitted", "people"].contains($0.figure) }.map(\.value)).count == 1)
      }
      #expect(counts.values.joined().contains { $0.figure == "admitted" && $0.value == nil })
    }
  }

  @Test func `what tells of few people a day is left out, and a sentence says so`() throws {
    let released = try Self.report(Self.all).released()

    #expect(released.panels.flatMap(\.figures).allSatisfy { !["exits", "danger_days"].contains($0.measure) })
    #expect(released.notes.contains { $0.contains("exits and danger days") })
    let days = released.panels.flatMap(\.figures).filter { $0.measure == "retention" && $0.day != nil }
    #expect(days.allSatisfy { ["events", "censored", "retained"].contains($0.figure) })
  }

  @Test func `a report without small counts keeps its counts`() throws {
    let report = try Self.report("[counts]", small: 40)

    let figures = report.released().panels.flatMap(\.figures)

    #expect(figures.filter { $0.figure == "admitted" && $0.group == "female" }.allSatisfy { $0.value == 155 })
  }

  @Test func `a report of nobody says so`() throws {
    let definition = try CohortDefinition(
      yaml: "name: test\ntitle: Test\npopulation: stays\nmeasures: [counts, reasons, retention]")
    let report = try CohortReport(
      definition, [], at: Moment(asOf: nil, knownAt: nil, now: Date(timeIntervalSince1970: 0)),
      places: Places(all: []))

    #expect(report.released().count == 0)
    #expect(report.released().text().contains("0 stays"))
  }
}
