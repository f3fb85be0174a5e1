import Foundation
import Postgres
import Testing

@testable import Reports

@Suite struct StatementTests {
  private static let noon = Date(timeIntervalSince1970: 1_781_524_800)

  @Test(arguments: try CohortDefinition.shipped().map(\.name))
  func `a shipped definition becomes the statement on file`(_ name: String) throws {
    let definition = try CohortDefinition.shipped(named: name)

    let sql = try Reports.sql(definition, asOf: Self.noon)

    #expect(sql == Statements.golden[name])
  }

  @Test func `what was known earlier is asked for by two instants of each fact`() throws {
    let definition = try CohortDefinition.shipped(named: "retention_by_stage")

    let sql = try Reports.sql(definition, asOf: Self.noon, knownAt: Self.noon.addingTimeInterval(-86_400))

    #expect(sql.contains("stay.known_from <= $4 AND $5 < stay.known_to"))
    #expect(!sql.contains("infinity"))
  }

  @Test func `what is never corrected was on record by the instant, too`() throws {
    let definition = try CohortDefinition(
      yaml: "name: t\ntitle: T\npopulation: episodes\nconditions: {consent: treatment}\nmeasures: [counts]")
    let calls = try CohortDefinition.shipped(named: "first_calls")
    let earlier = Self.noon.addingTimeInterval(-86_400)

    #expect(try Reports.sql(definition, asOf: Self.noon, knownAt: earlier).count(of: "revoked.at <=") == 2)
    #expect(try Reports.sql(calls, asOf: Self.noon, knownAt: earlier).contains("attempt.recorded_at <="))
    #expect(try Reports.sql(definition, asOf: Self.noon).count(of: "revoked.at <=") == 1)
  }

  @Test func `whoever works in some facilities asks for those alone`() throws {
    let definition = try CohortDefinition.shipped(named: "retention_by_stage")
    let moment = Moment(asOf: Self.noon, knownAt: nil, now: Self.noon)
    var all = Places(stubs: ["north", "south"]).all
    let everywhere = try CohortQuery(definition: definition, moment: moment, places: Places(all: all))
      .statement().description
    all[1].isOpen = false
    let somewhere = try CohortQuery(definition: definition, moment: moment, places: Places(all: all))
      .statement().description

    #expect(!everywhere.contains("stay.facility_id = ANY"))
    #expect(somewhere.contains("stay.facility_id = ANY"))
  }

  @Test func `zones are joined only where they differ`() throws {
    let definition = try CohortDefinition.shipped(named: "retention_by_stage")
    let moment = Moment(asOf: Self.noon, knownAt: nil, now: Self.noon)
    var places = Places(stubs: ["north", "south"])
    let together = try CohortQuery(definition: definition, moment: moment, places: places).statement()
      .description
    places = Places(all: [
      places.all[0], Place(id: places.all[1].id, slug: "s", name: "S", timeZone: "Asia/Tokyo"),
    ])

    let apart = try CohortQuery(definition: definition, moment: moment, places: places).statement()
      .description

    #expect(!together.contains("clinic.facility"))
    #expect(apart.contains("AT TIME ZONE place.time_zone"))
  }

  @Test func `no value of a definition is part of the text`() throws {
    let definition = try CohortDefinition(
      yaml: """
        name: test
        title: Test
        population: stays
        conditions: {facility: "x'; DROP TABLE clinic.stay; --", stage: detox, admitted: {from: 2025-01-01}}
        measures: [counts]
        """)

    let sql = try Reports.sql(definition, asOf: Self.noon)

    #expect(!sql.contains("DROP"))
    #expect(!sql.contains("2025"))
    #expect(!sql.contains("detox"))
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
