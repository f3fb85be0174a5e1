import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports
@testable import Simulator

/// The pictures of the shipped definitions, against those on file, which somebody has looked at.
///
/// When a picture is meant to change, run this test with STEPWELL_RENEW_PICTURES=1, and look at the files in a browser
/// before they are committed.
@Suite(.database, .timeLimit(.minutes(10)))
struct PictureTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures")

  @Test func `the pictures are those on file`() async throws {
    let database = try TestDatabase.required()
    let first = Day(of: TestDatabase.now, in: .gmt).adding(days: -300)
    _ = try await Simulator(seed: 5, size: .episodes(400), from: first, days: 300)
      .load(into: database.records, as: database.caller)
    _ = try await database.owner.run(.execute("ANALYZE"))

    var drawn = 0
    for definition in try CohortDefinition.shipped() {
      let report = try await Reports.run(
        definition, asOf: TestDatabase.now, on: database.records, as: database.caller)
      for result in report.panels.flatMap(\.results) {
        let kind = try #require(Measure.kinds.first { $0.word == result.measure })
        let pictures = result.figures.pictures(in: Frame(title: "", subtitle: ""))
        #expect(kind.isDrawn || pictures.isEmpty, "\(result.measure) is drawn")
      }
      guard let picture = report.svg() else { continue }
      drawn += 1
      try Self.hold(picture, definition.name)
    }
    #expect(drawn >= 10)
  }

  @Test func `pairs of outcomes are drawn as on file`() throws {
    let definition = try CohortDefinition.shipped(named: "outcomes")
    var tallies: [Tally] = []
    for (member, people) in [("1", 40), ("2", 300), (nil, 2)] {
      tallies.append(Tally(member: member, days: 20, reason: .completed, count: people))
      for domain in 0..<(member == nil ? 0 : 5) {
        for (value, share) in [0: 4, 1: 2 + domain, 2: 2, 3: 3 - domain / 2] {
          tallies.append(
            Tally("outcomes", member: member, value: value, code: domain, count: people * share / 16 + 1))
        }
      }
    }
    let report = try CohortReport(
      definition, tallies, at: Moment(asOf: nil, knownAt: nil, now: TestDatabase.now), places: Places(all: [])
    )

    try Self.hold(try #require(report.svg()), "outcomes_pairs")
  }

  /// Compares a picture with the one on file, or puts it there.
  private static func hold(_ picture: String, _ name: String) throws {
    let file = folder.appending(path: "\(name).svg")
    if ProcessInfo.processInfo.environment["STEPWELL_RENEW_PICTURES"] != nil {
      try picture.write(to: file, atomically: true, encoding: .utf8)
    }
    let onFile = try String(contentsOf: file, encoding: .utf8)
    #expect(picture == onFile, "\(name): \(firstDifference(picture, onFile))")
  }

  private static func firstDifference(_ drawn: String, _ onFile: String) -> String {
    let (drawn, onFile) = (drawn.split(separator: "\n"), onFile.split(separator: "\n"))
    let index = zip(drawn, onFile).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    guard let index else { return "\(drawn.count) lines, \(onFile.count) on file" }
    return "line \(index + 1) is \(drawn[index]), on file \(onFile[index])"
  }
}
