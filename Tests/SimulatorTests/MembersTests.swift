import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports
@testable import Simulator

/// Whoever a figure counts can be listed, and is as many.
@Suite(.database, .timeLimit(.minutes(10)))
struct MembersTests {
  private struct Member: Hashable {
    let patient: UUID?
    let episode: UUID?
  }

  @Test func `every figure that counts people lists as many as it counts`() async throws {
    let database = try TestDatabase.required()
    let first = Day(of: TestDatabase.now, in: .gmt).adding(days: -300)
    _ = try await Simulator(seed: 11, size: .episodes(900), from: first, days: 300)
      .load(into: database.records, as: database.caller)
    _ = try await database.owner.run(.execute("ANALYZE"))
    var (checked, random) = (0, SeededRandom(11))

    for definition in try CohortDefinition.shipped() {
      let report = try await Reports.run(definition, on: database.records, as: database.caller)
      for panel in report.panels {
        for result in panel.results {
          // Curves have hundreds of days that are all made alike.
          let counted = result.figures.figures.filter {
            if case .count(let count) = $0.value { count > 0 } else { false }
          }
          for figure in counted.shuffled(using: &random).prefix(4) {
            guard case .count(let count) = figure.value else { continue }
            let cell = Cell(
              panel: panel.name?.key, measure: result.measure, group: figure.group, figure: figure.name,
              day: figure.day)
            let found = try await members(of: cell, definition, report, database)
            let isOfPeople = figure.name == "people"
            let number = isOfPeople ? Set(found.map(\.patient)).count : found.count
            #expect(number == count, "\(definition.name) \(cell)")
            checked += 1
          }
        }
      }
    }
    #expect(checked > 100)
  }

  private func members(
    of cell: Cell, _ definition: CohortDefinition, _ report: CohortReport, _ database: TestDatabase
  ) async throws -> [Member] {
    try await database.records.transaction(as: database.caller, Action(.reportRun)) { transaction in
      let places = Places(all: try await transaction.run(Places.query))
      let moment = Moment(asOf: report.asOf, knownAt: nil, now: report.knownAt)
      let query = CohortQuery(definition: definition, moment: moment, places: places)
      let members = Query.all(try query.members(of: cell)) {
        Member(patient: try $0["patient_id"], episode: try $0["episode_id"])
      }
      return try await transaction.run(.execute(query.settings), members).1
    }
  }
}
