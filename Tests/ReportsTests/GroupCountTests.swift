import Clinic
import Foundation
import Testing

@testable import Reports

/// Reports with as many groups as nobody can read, and with one.
@Suite struct GroupCountTests {
  private func report(groups: Int) throws -> CohortReport {
    let definition = try CohortDefinition(
      yaml: """
        name: test
        title: Test
        population: episodes
        groups: {by: admission_year}
        measures: [counts, retention]
        """)
    let tallies = (0..<groups).flatMap { group in
      [1, 5].map { Tally(member: "\(1_000 + group)", days: $0, reason: .completed, count: 2) }
    }
    return try CohortReport(
      definition, tallies,
      at: Moment(asOf: nil, knownAt: nil, now: Date(timeIntervalSince1970: 1_781_524_800)),
      places: Places(all: []))
  }

  @Test(arguments: [501, 10_000]) func `too many groups are refused, and the refusal says how many`(
    groups: Int
  ) {
    let refusal = #expect(throws: TooManyGroups.self) { try report(groups: groups) }

    #expect(refusal?.field == "groups")
    #expect(refusal?.message == "The report would have \(groups) groups; 500 is the most there can be.")
  }

  @Test func `as many as can be read are told, each with its curve`() throws {
    let report = try report(groups: 500)

    #expect(report.panels.first?.retention?.curves.count == 500)
    #expect(report.panels.first?.retention?.logRank?.degrees == 499)
  }

  @Test func `one group has its figures and is compared with nothing`() throws {
    let report = try report(groups: 1)

    #expect(report.count == 4)
    #expect(report.panels.first?.retention?.curves.count == 1)
    #expect(report.panels.first?.retention?.logRank == nil)
  }
}
