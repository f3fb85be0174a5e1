import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct FigureMemberTests {
  private static func told() -> [ToldStay] {
    [
      ToldStay(person: 1, start: History.june(1), end: History.june(4), reason: .completed),
      ToldStay(person: 2, start: History.june(1), end: History.june(3), reason: .leftAgainstAdvice),
      ToldStay(person: 1, start: History.june(5), end: History.june(7), reason: .leftAgainstAdvice),
      ToldStay(person: 3, start: History.june(6)),
      ToldStay(person: 4, isSouth: true, start: History.june(2), end: History.june(5), reason: .transferred),
    ]
  }

  private func definition() throws -> CohortDefinition {
    try CohortDefinition(
      yaml: """
        name: test
        title: Test
        population: stays
        groups: {by: facility, each: stage}
        measures: [counts, reasons, length_of_stay, retention, exits, danger_days]
        """)
  }

  @Test func `behind every count are as many as it says`() async throws {
    let history = try await History(Self.told())
    let definition = try definition()
    let report = try await history.run(definition)
    var asked = 0
    for panel in report.panels {
      for result in panel.results {
        for figure in result.figures.figures {
          guard case .count(let count) = figure.value, count > 0 else { continue }
          let cell = Cell(
            panel: panel.name?.key, measure: result.measure, group: figure.group, figure: figure.name,
            day: figure.day)
          let found = try await history.database.records.members(
            of: cell, in: definition, as: history.database.caller)
          #expect(found.members.count == count, "\(cell)")
          asked += 1
        }
      }
    }
    #expect(asked > 30)
  }

  @Test func `the trail names whom they showed, and closed charts are not shown`() async throws {
    let history = try await History(Self.told())
    let database = history.database
    let cell = Cell(measure: "counts", figure: "admitted")

    _ = try await database.records.members(of: cell, in: try definition(), as: database.caller)

    let named: Int64 = try await database.owner.run(
      .one("SELECT max(cardinality(patients))::bigint AS n FROM audit.event WHERE action = 'report.members'")
      {
        try $0["n"]
      })
    #expect(named == 4)
    _ = try await database.owner.run(
      .execute(
        """
        INSERT INTO access.chart_restriction (organization_id, id, patient_id, restricted_at, restricted_by, reason)
        SELECT \(database.organization), gen_random_uuid(), id, \(History.june(1)), recorded_by, 'known to the staff'
        FROM clinic.patient ORDER BY id LIMIT 1
        """))
    let open = try await database.records.members(of: cell, in: try definition(), as: database.caller)
    #expect(open.members.count == 3)
  }

  @Test func `who may run reports and not read charts sees nobody`() async throws {
    let history = try await History(Self.told())
    let database = history.database
    let token = try await database.token(of: .privacyOfficer)

    await #expect(throws: NotPermitted.self) {
      _ = try await database.records.members(
        of: Cell(measure: "counts", figure: "admitted"), in: try definition(),
        as: Caller(token: token, source: .cli, requestID: "test"))
    }
  }

  @Test(arguments: [
    Cell(measure: "wait", figure: "count"), Cell(measure: "length_of_stay", figure: "median"),
    Cell(measure: "counts", group: "nowhere", figure: "admitted"),
    Cell(panel: "nothing", measure: "counts", figure: "admitted"),
  ])
  func `what is no figure is refused`(_ cell: Cell) async throws {
    let history = try await History([])
    await #expect(throws: UnknownCell.self) {
      _ = try await history.database.records.members(
        of: cell, in: try definition(), as: history.database.caller)
    }
  }

  @Test func `the export is the list and no more`() async throws {
    let history = try await History(Self.told())
    var text = ""
    let count = try await history.database.records.exportMembers(
      of: Cell(measure: "reasons", group: "north", figure: "dropped_out.count"), in: try definition(),
      as: history.database.caller
    ) { text += String(decoding: $0, as: UTF8.self) }

    let lines = text.split(separator: "\n")
    #expect(count == ExportedMembers(members: 2, leftOut: 0))
    #expect(lines.count == 3)
    #expect(lines[0] == "patient_id,episode_id,panel,group,name")
    #expect(lines.dropFirst().allSatisfy { $0.contains(",detox,north,") })
    let named: [String] = try await history.database.owner.run(
      .one(
        """
        SELECT array_agg(patient::text ORDER BY patient) AS people
        FROM audit.event, unnest(patients) AS patient
        WHERE action = 'report.members.export'
        """
      ) { try $0["people"] })
    #expect(named == lines.dropFirst().map { String($0.prefix(36)) }.sorted())
  }
}
