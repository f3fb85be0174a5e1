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
    let isRenewed = ProcessInfo.processInfo.environment["STEPWELL_RENEW_PICTURES"] != nil

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
      let file = Self.folder.appending(path: "\(definition.name).svg")
      if isRenewed { try picture.write(to: file, atomically: true, encoding: .utf8) }
      let onFile = try String(contentsOf: file, encoding: .utf8)
      #expect(picture == onFile, "\(definition.name): \(Self.firstDifference(picture, onFile))")
    }
    #expect(drawn >= 10)
  }

  private static func firstDifference(_ drawn: String, _ onFile: String) -> String {
    let (drawn, onFile) = (drawn.split(separator: "\n"), onFile.split(separator: "\n"))
    let index = zip(drawn, onFile).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    guard let index else { return "\(drawn.count) lines, \(onFile.count) on file" }
    return "line \(index + 1) is \(drawn[index]), on file \(onFile[index])"
  }
}
