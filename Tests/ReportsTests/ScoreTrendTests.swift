import Clinic
import Foundation
import Records
import Statistics
import TestSupport
import Testing

@testable import Reports

/// Scores over time, and what a change of them means.
@Suite(.database, .timeLimit(.minutes(10))) struct ScoreTrendTests {
  private func hours(_ hours: Double) -> Date { TestDatabase.now.addingTimeInterval(hours * 3_600) }

  @Test func `scores stand in order of time, held against the first complete one`() async throws {
    let database = try TestDatabase.required()
    let patient: Patient.ID = TestDatabase.new()
    try await database.records.record(
      Intake(
        id: TestDatabase.new(), patientID: patient, facilityID: database.north.id, at: hours(-200),
        substances: []),
      patient: Patient(
        id: patient,
        demographics: Demographics(
          name: .missing(.refused), birthDate: .missing(.unknown), sex: .missing(.refused))),
      as: database.caller)
    func record(_ value: Int16, _ hour: Double, missing: Bool = false) async throws {
      var answers: Screening.Answers = [:]
      for item in Int16(1)...9 { answers[item] = .value(value) }
      if missing { answers[4] = .missing(.refused) }
      _ = try await database.records.record(
        ScreeningDraft(patientID: patient, instrument: "phq_9", at: hours(hour), answers: answers),
        id: TestDatabase.new(), as: database.caller)
    }
    try await record(1, -1)
    try await record(2, -150)
    try await record(2, -160, missing: true)

    let trend = try await ScoreTrends.run(
      TrendRequest(patientID: patient, instrument: "phq_9"), on: database.records, as: database.caller)

    #expect(trend.points.map(\.sum.value) == [nil, 18, 9])
    #expect(trend.points.map(\.sum.atLeast) == [16, 18, 9])
    #expect(trend.points.map { $0.change?.points } == [nil, nil, -9])
    #expect(trend.points.map(\.band) == [nil, "moderately severe", "mild"])
    #expect(trend.possible == 0...27)
    let change = trend.points.last?.change
    #expect(change?.direction == .improved && abs((change?.index ?? 0) + 2.608_2) < 0.000_1)
    #expect(trend.verdict == "From 18 to 9: improved, more than chance.")
    #expect(!trend.basis.contains("unpublished"))
    #expect(trend.basis.contains("6.8 points or more") && trend.basis.contains("Kroenke"))
    let svg = trend.svg
    #expect(
      svg.contains("role=\"img\"") && svg.contains("<desc") && svg.contains("at least 16, 8 of 9 items"))
    #expect(throws: Never.self) { try XMLDocument.check(svg) }
    await #expect(throws: NotFound.self) {
      try await ScoreTrends.run(
        TrendRequest(patientID: TestDatabase.new(), instrument: "phq_9"), on: database.records,
        as: database.caller)
    }
    let refusal = await #expect(throws: InvalidValue.self) {
      try await ScoreTrends.run(
        TrendRequest(patientID: patient, instrument: "phq_9", scale: "zz"), on: database.records,
        as: database.caller)
    }
    #expect(refusal?.code == "unknown-scale")
  }
}

/// Whether a text is XML that holds together: every element that opens closes again.
private enum XMLDocument {
  struct Broken: Error {}

  static func check(_ text: String) throws {
    var open: [Substring] = []
    for tag in text.split(separator: "<").dropFirst(0) {
      guard let end = tag.firstIndex(of: ">") else { throw Broken() }
      let inside = tag[..<end]
      let name = inside.prefix { !$0.isWhitespace && $0 != "/" && $0 != ">" }
      if inside.hasPrefix("/") {
        guard open.popLast() == inside.dropFirst() else { throw Broken() }
      } else if !inside.hasSuffix("/") {
        open.append(name)
      }
    }
    guard open.isEmpty else { throw Broken() }
  }
}
