import Clinic
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct FiguresTests {
  /// Four stays in the north, three in the south; one still open, one that begins after the report's time.
  private static func told() -> [ToldStay] {
    [
      ToldStay(person: 1, start: History.june(1), end: History.june(4), reason: .completed),
      ToldStay(
        person: 2, start: History.june(1), end: History.june(1.2), reason: .leftAgainstAdvice, sex: .male),
      ToldStay(person: 1, start: History.june(5), end: History.june(9), reason: .leftAgainstAdvice),
      ToldStay(person: 3, start: History.june(6), sex: .male),
      ToldStay(person: 4, isSouth: true, start: History.june(2), end: History.june(5), reason: .transferred),
      ToldStay(
        person: 5, isSouth: true, start: History.june(2), end: History.june(12), reason: .terminatedByFacility
      ),
      ToldStay(person: 6, isSouth: true, start: History.june(3), end: History.june(5), reason: .died),
      ToldStay(person: 7, start: History.june(20)),
    ]
  }

  private func definition(_ measures: String, more: String = "") throws -> CohortDefinition {
    try CohortDefinition(
      yaml:
        "name: test\ntitle: Test\npopulation: stays\ngroups: {by: facility}\nmeasures: \(measures)\n\(more)")
  }

  @Test func `counts tell stays from people and open from ended`() async throws {
    let history = try await History(Self.told())

    let report = try await history.run(definition("[counts]"))

    let rows = try #require(report.panels.first?.counts?.rows)
    #expect(rows.map(\.group.key) == ["north", "south"])
    #expect(rows.map(\.admitted) == [4, 3])
    #expect(rows.map(\.ended) == [3, 3])
    #expect(rows.map(\.open) == [1, 0])
    #expect(rows.map(\.people) == [3, 3])
    #expect(report.people == 6)
    #expect(report.count == 7)
  }

  @Test func `reasons are pooled as published`() async throws {
    let history = try await History(Self.told())

    let report = try await history.run(definition("[reasons]"))

    let reasons = try #require(report.panels.first?.reasons)
    #expect(reasons.columns == ["total", "completed", "transferred", "dropped_out", "terminated", "other"])
    #expect(reasons.rows.map(\.counts) == [[3, 1, 0, 2, 0, 0], [3, 0, 1, 0, 1, 1]])
    #expect(reasons.rows[0].rowPercent == [100, 33.3, 0, 66.7, 0, 0])
    #expect(reasons.rows[0].columnPercent == [50, 100, 0, 100, 0, 0])
    #expect(reasons.total.counts == [6, 1, 1, 2, 1, 1])
    #expect(report.exclusions == [.init(measure: "reasons", reason: "still open", count: 1)])
  }

  @Test(arguments: [(Measure.SameDay.teds, 1.0), (.hcup, 0.0)])
  func `a same-day stay has the length of its convention`(
    _ convention: Measure.SameDay, _ least: Double
  ) async throws {
    let history = try await History([
      ToldStay(person: 1, isSouth: true, start: History.june(2), end: History.june(2.5), reason: .completed)
    ])

    let report = try await history.run(definition("[length_of_stay: {same_day: \(convention.rawValue)}]"))

    let row = try #require(report.panels.first?.lengthOfStay?.rows.first)
    #expect(row.median == least)
    #expect(row.mean == least)
    #expect(report.conventions.contains { $0.contains(convention.rawValue.uppercased()) })
  }

  @Test func `a day is the day of the facility`() async throws {
    // 03:00 UTC is the evening before in New York, and the same day in the south, which keeps UTC.
    let night = History.june(3 + 3 / 24)
    let history = try await History([
      ToldStay(person: 1, start: History.june(2.9), end: night, reason: .completed),
      ToldStay(person: 2, isSouth: true, start: History.june(2.9), end: night, reason: .completed),
    ])

    let report = try await history.run(definition("[length_of_stay: {same_day: hcup}]"))

    #expect(report.panels.first?.lengthOfStay?.rows.map(\.median) == [0, 1])
  }

  @Test func `facilities of one time zone have its days too`() async throws {
    let night = History.june(3 + 3 / 24)
    let history = try await History([
      ToldStay(person: 1, start: History.june(2.9), end: night, reason: .completed),
      ToldStay(
        person: 2, isSouth: true, start: History.june(2.9), end: History.june(3.3), reason: .completed),
    ])
    _ = try await history.database.owner.run(
      .execute("UPDATE clinic.facility SET time_zone = 'America/New_York'"))

    let report = try await history.run(definition("[length_of_stay: {same_day: hcup}]"))

    #expect(report.panels.first?.lengthOfStay?.rows.map(\.median) == [0, 1])
  }

  @Test(arguments: [7, 10])
  func `retention is that of plain rows, person by person`(_ horizon: Int) async throws {
    let stays = Self.told()
    let history = try await History(stays)

    let report = try await history.run(
      definition("[retention: {event: exit, horizon: \(horizon)}]"))

    let curves = try #require(report.panels.first?.retention?.curves)
    for (curve, isSouth) in zip(curves, [false, true]) {
      let zone = try #require(TimeZone(identifier: isSouth ? "UTC" : "America/New_York"))
      let expected = NaiveCurve(
        stays.filter { $0.isSouth == isSouth && $0.start <= TestDatabase.now }.map { stay in
          let end = min(stay.end ?? TestDatabase.now, TestDatabase.now)
          return (Day(of: end, in: zone).days(since: Day(of: stay.start, in: zone)), stay.end != nil)
        }, horizon: horizon)
      #expect(curve.points.map(\.day) == expected.days)
      #expect(curve.points.map(\.atRisk) == expected.atRisk)
      for (point, share) in zip(curve.points, expected.shares) {
        #expect(abs(point.retained - share) < 1e-12)
      }
    }
    #expect(report.panels.first?.retention?.logRank?.degrees == 1)
  }

  @Test func `dropping out leaves other ends as censored`() async throws {
    let history = try await History(Self.told())

    let report = try await history.run(definition("[retention: {event: dropout, horizon: 30}]"))

    let curves = try #require(report.panels.first?.retention?.curves)
    #expect(curves.map(\.events) == [2, 1])
    #expect(curves.map(\.censored) == [2, 2])
  }

  @Test func `conditions choose, and a condition on substance looks at the intake`() async throws {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1), substance: .other, drug: .ketamine),
      ToldStay(person: 2, start: History.june(1), substance: .alcohol),
      ToldStay(person: 3, stage: .residential, start: History.june(1), substance: .other, drug: .ketamine),
      ToldStay(person: 4, isSouth: true, start: History.june(1), substance: .other, drug: .ketamine),
      ToldStay(person: 5, start: History.june(10), substance: .other, drug: .ketamine),
      ToldStay(person: 6, start: History.june(1), substance: .other, drug: .ketamine, sex: .male),
    ])
    let conditions = """
      conditions:
        stage: detox
        facility: north
        sex: female
        admitted: {to: 2026-06-05}
        substance: {drug: ketamine}
      """

    for population in ["stays", "episodes"] {
      var definition = try definition("[counts]", more: conditions)
      definition.population = population == "stays" ? .stays : .episodes

      let report = try await history.run(definition)

      #expect(report.count == 1, "\(population)")
    }
  }

  @Test(arguments: Grouping.allCases)
  func `every grouping can be compiled and run`(_ grouping: Grouping) async throws {
    let history = try await History(Self.told())

    for population in Population.allCases where population != .enquiries {
      var definition = try definition("[counts, reasons, length_of_stay, retention]")
      definition.population = population
      definition.by = grouping
      definition.each = grouping == .stage ? .facility : .stage
      let report = try await history.run(definition)

      let expected = population == .patients ? 6 : 7
      #expect(report.count == expected)
      #expect(report.panels.reduce(0) { $0 + $1.count } == expected)
    }
  }

  @Test(arguments: [
    (10.5, [1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1]), (9.5, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]),
  ])
  func `bands of age change on the birthday`(_ day: Double, _ counts: [Int]) async throws {
    let ages = [12, 15, 18, 21, 25, 30, 35, 40, 45, 50, 55, 65].flatMap { [$0 - 1, $0] }
    let history = try await History(
      ages.indices.map { ToldStay(person: $0 + 1, start: History.june(day)) })
    _ = try await history.database.owner.run(
      .execute(
        """
        UPDATE clinic.demographics AS d
        SET birth_date = date '2026-06-10' - make_interval(years => told.age), birth_date_missing = NULL
        FROM unnest(\(ages.map(Int32.init))::integer[]) WITH ORDINALITY AS told (age, person)
        WHERE right(d.patient_id::text, 12) = lpad(to_hex(told.person), 12, '0')
        """))
    var definition = try definition("[counts]")
    definition.by = .age

    let report = try await history.run(definition)

    #expect(report.panels.first?.counts?.rows.map(\.admitted) == counts)
  }

  @Test func `who pays is not who insures`() async throws {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1)), ToldStay(person: 2, start: History.june(1)),
      ToldStay(person: 3, start: History.june(1)),
    ])
    _ = try await history.database.owner.run(
      .execute(
        """
        UPDATE clinic.intake
        SET payment_source = 4, insurance = CASE WHEN right(patient_id::text, 1) = '1' THEN 21 ELSE 1 END
        WHERE right(patient_id::text, 1) IN ('1', '2')
        """))
    var bySource = try definition("[counts]")
    bySource.by = .paymentSource

    let report = try await history.run(bySource)
    let paid = try await history.run(
      definition("[counts]", more: "conditions: {payment_source: medicaid, insurance: none}"))

    #expect(report.panels.first?.counts?.rows.map(\.group.key) == ["medicaid", "missing"])
    #expect(report.panels.first?.counts?.rows.map(\.admitted) == [2, 1])
    #expect(paid.count == 1)
    #expect(paid.definition.explanation.contains("paid for by medicaid"))

    var former = try definition("[counts]", more: "conditions: {payer: medicaid, insurance: none}")
    former.by = .payer
    let told = try await history.run(former)
    #expect(told.count == 1)
    #expect(told.panels.first?.counts?.rows.map(\.group.key) == ["medicaid"])
  }

  @Test func `methadone is outpatient service with medication`() async throws {
    let history = try await History([
      ToldStay(person: 1, stage: .aftercare, service: 7, medication: true, start: History.june(1)),
      ToldStay(person: 2, stage: .aftercare, service: 7, medication: false, start: History.june(1)),
      ToldStay(person: 3, service: 2, start: History.june(1)),
      ToldStay(person: 4, start: History.june(1)),
    ])
    var definition = try definition("[counts]")
    definition.by = .serviceType

    let report = try await history.run(definition)

    #expect(
      report.panels.first?.counts?.rows.map(\.group.key) == [
        "outpatient", "detoxification", "methadone", "missing",
      ])
  }
}

/// Kaplan and Meier's estimate with a loop over people, as nobody would write it for many.
private struct NaiveCurve {
  var days: [Int] = []
  var atRisk: [Int] = []
  var shares: [Double] = []

  init(_ people: [(days: Int, ended: Bool)], horizon: Int) {
    let people = people.map { (day: min($0.days, horizon), event: $0.ended && $0.days <= horizon) }
    var share = 1.0
    for day in Set(people.map(\.day)).sorted() {
      let there = people.count { $0.day >= day }
      let gone = people.count { $0.day == day && $0.event }
      share *= 1 - Double(gone) / Double(there)
      days.append(day)
      atRisk.append(there)
      shares.append(share)
    }
  }
}
