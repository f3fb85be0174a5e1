import Clinic
import Foundation
import Postgres
import Records
import Reports
import TestSupport
import Testing

@testable import Simulator

@Suite(.database, .timeLimit(.minutes(10))) struct PlantedTruthTests {
  private static let days = 400
  private static let first = Day(daysSince2000: 9_100) ?? Day(of: TestDatabase.now, in: .gmt)
  /// The last day that was lived; what is open then is only known to have lasted so long.
  private static let last = first.adding(days: days - 1)
  /// A day of each stage before it is completed.
  private static let marks = [(Stage.detox, 5), (.residential, 21), (.aftercare, 60)]

  /// With 24 intervals of 95 % another seed may well miss one; over many seeds one in twenty does.
  @Test func `the planted hazards are found again, in the rows and by the report`() async throws {
    let test = try TestDatabase.required()
    _ = try await Simulator(seed: 7, size: .episodes(8_000), from: Self.first, days: Self.days)
      .load(into: test.records, as: test.caller)

    try await findInRows(test)
    try await findInReport(test)
  }

  /// An estimate of our own from the plain rows, against which the report's is no oracle.
  private func findInRows(_ test: TestDatabase) async throws {
    typealias Life = (group: String, stage: String, days: Int32, isDropout: Bool)
    let lives = try await test.owner.run(
      Query<[Life]>.all(
        """
        SELECT split_part(f.slug, '-', 3) AS group_name, s.stage::text AS stage,
          s.end_reason IS NOT DISTINCT FROM 2 AS dropout,
          coalesce((upper(s.valid) AT TIME ZONE 'UTC')::date, \(Self.last)::date)
            - (lower(s.valid) AT TIME ZONE 'UTC')::date AS days
        FROM clinic.stay_fact AS s JOIN clinic.facility AS f ON f.id = s.facility_id
        WHERE s.known_to = 'infinity' AND f.slug LIKE 'made-up-%'
        """
      ) { (try $0["group_name"], try $0["stage"], try $0["days"], try $0["dropout"]) })
    for group in PlantedTruth.standard.groups {
      for (stage, day) in Self.marks {
        let those = lives.filter { $0.group == group.name && $0.stage == stage.rawValue }
        let (share, error) = kaplanMeier(those.map { ($0.days, $0.isDropout) }, at: Int32(day))
        let planted = group.retention(stage, days: day)
        #expect(those.count > 300)
        #expect(
          abs(share - planted) < 1.96 * error,
          "\(group.name) \(stage): \(share) ± \(error), planted \(planted)")
      }
    }
  }

  private func findInReport(_ test: TestDatabase) async throws {
    let end = Self.last.adding(days: 1).start(in: .gmt)
    for (stage, day) in Self.marks {
      let definition = try CohortDefinition(
        yaml: """
          name: planted
          title: Planted
          population: stays
          conditions: {stage: \(stage.rawValue)}
          groups: {by: facility}
          measures:
            - retention: {event: dropout, horizon: \(day), marks: [0, \(day)]}
          """)

      let report = try await Reports.run(
        definition, asOf: end.addingTimeInterval(-1), on: test.records, as: test.caller)

      let curves = try #require(report.panels.first?.retention?.curves).filter {
        $0.group.key.hasPrefix("made-up")
      }
      #expect(curves.count == 4)
      for curve in curves {
        let group = try #require(PlantedTruth.standard.groups.first { curve.group.key.contains($0.name) })
        let mark = try #require(curve.marks.first { $0.day == day })
        let interval = (try #require(mark.lower))...(try #require(mark.upper))
        #expect(
          interval.contains(group.retention(stage, days: day)),
          "\(group.name) \(stage): \(interval), planted \(group.retention(stage, days: day))")
      }
    }
  }

  /// The product-limit estimate at the end of a day and Greenwood's standard error.
  private func kaplanMeier(_ lives: [(days: Int32, isEvent: Bool)], at day: Int32) -> (Double, Double) {
    var (share, sum) = (1.0, 0.0)
    for present in 1...day {
      let atRisk = Double(lives.count { $0.days >= present })
      let events = Double(lives.count { $0.days == present && $0.isEvent })
      guard atRisk > events else { continue }
      share *= 1 - events / atRisk
      sum += events / (atRisk * (atRisk - events))
    }
    return (share, share * sum.squareRoot())
  }
}
