import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct MomentTests {
  private func definition(_ measures: String = "[counts, reasons]") throws -> CohortDefinition {
    try CohortDefinition(yaml: "name: test\ntitle: Test\npopulation: stays\nmeasures: \(measures)")
  }

  @Test func `what is corrected changes the figures, and not those of what was known before`() async throws {
    let history = try await History([
      // Recorded on the fourth as left against advice; on the tenth corrected to a transfer a day later.
      ToldStay(
        person: 1, start: History.june(1), end: History.june(4), reason: .leftAgainstAdvice,
        knownFrom: History.june(4), knownTo: History.june(10)),
      ToldStay(
        person: 1, start: History.june(1), end: History.june(5), reason: .transferred,
        knownFrom: History.june(10),
        corrects: 0),
    ])
    let definition = try definition("[reasons, length_of_stay]")

    let now = try await history.run(definition)
    let before = try await history.run(definition, knownAt: History.june(9))

    #expect(now.panels.first?.reasons?.total.counts == [1, 0, 1, 0, 0, 0])
    #expect(before.panels.first?.reasons?.total.counts == [1, 0, 0, 1, 0, 0])
    #expect(now.panels.first?.lengthOfStay?.total?.median == 4)
    #expect(before.panels.first?.lengthOfStay?.total?.median == 3)
    #expect(before.knownAt == History.june(9))
  }

  @Test func `a report repeats to the same digit from the instants it names`() async throws {
    let history = try await History([
      ToldStay(
        person: 1, start: History.june(1), end: History.june(4), reason: .completed,
        knownFrom: History.june(4)),
      ToldStay(person: 2, start: History.june(2)),
    ])
    let definition = try definition("[counts, reasons, length_of_stay, retention]")

    let first = try await history.run(definition)
    let anHourLater = TestDatabase.now.addingTimeInterval(3_600)
    let later = Records(history.database.records.database, clock: { anHourLater })
    _ = try await history.database.owner.run(
      .execute(
        "UPDATE clinic.stay_fact SET known_to = \(TestDatabase.now.addingTimeInterval(60)) WHERE end_reason IS NULL"
      ))
    func run(_ asOf: Date?, _ knownAt: Date?) async throws -> CohortReport {
      try await Reports.run(definition, asOf: asOf, knownAt: knownAt, on: later, as: history.database.caller)
    }

    let again = try await run(first.asOf, first.knownAt)

    #expect(try first.json() == again.json())
    #expect(try await run(nil, nil).count == first.count - 1)
  }

  @Test func `at an earlier instant what ended later is still open`() async throws {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1), end: History.june(8), reason: .completed),
      ToldStay(person: 2, start: History.june(7)),
    ])

    let report = try await history.run(definition(), asOf: History.june(5))

    #expect(report.count == 1)
    #expect(report.panels.first?.counts?.rows.first?.open == 1)
    #expect(report.panels.first?.reasons?.total.counts.first == 0)
  }

  @Test func `the future counts as now`() async throws {
    let history = try await History([ToldStay(person: 1, start: History.june(1))])

    let report = try await history.run(definition("[retention]"), asOf: History.june(300))

    #expect(report.asOf == TestDatabase.now)
  }

  @Test func `nobody is not an error, and every form says so without a figure`() async throws {
    let history = try await History([])

    for definition in try CohortDefinition.shipped() {
      let report = try await history.run(definition)

      #expect(report.isEmpty)
      let forms = [report.text(), report.html(), try report.json(), report.csv(), report.svg() ?? ""]
      for form in forms { #expect(!form.localizedCaseInsensitiveContains("nan") && !form.contains("inf")) }
      #expect(report.text().contains(CohortReport.nobody))
      #expect(report.html().contains(CohortReport.nobody))
    }
  }

  @Test func `a facility that is not there is refused with the one that was meant`() async throws {
    let history = try await History([])
    var definition = try definition()
    definition.conditions.facilities = ["nort"]

    let refusal = await #expect(throws: UnknownFacility.self) { try await history.run(definition) }

    #expect(refusal?.remedy == "Did you mean north?")
  }

  @Test func `who is not signed in gets no figures`() async throws {
    let history = try await History([ToldStay(person: 1, start: History.june(1))])
    let stranger = Caller(token: Token("stranger"), source: .http, requestID: "test")
    let definition = try definition()

    await #expect(throws: NotSignedIn.self) {
      try await Reports.run(definition, on: history.database.records, as: stranger)
    }
  }

  @Test func `a report leaves one line in the audit trail`() async throws {
    let history = try await History([])

    _ = try await history.run(definition())

    let lines = try await history.database.owner.run(
      .all("SELECT action FROM audit.event WHERE action = 'report.run'") { try $0[0] as String })
    #expect(lines == ["report.run"])
  }
}
