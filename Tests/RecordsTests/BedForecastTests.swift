import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Free beds of the days to come, by the clock of the facility.
///
/// The tests are on Monday 15 June at 08:00 in New York.
@Suite(.database, .timeLimit(.minutes(10)))
struct BedForecastTests {
  @Test func `an empty facility is free on all fourteen days of its own clock`() async throws {
    let world = try TestWorld()

    let units = try await forecast(world)

    #expect(units.map(\.unit) == ["Detox", "Residential"])
    #expect(units[0].days.map { "\($0.day)" } == (15...28).map { "2026-06-\($0)" })
    #expect(
      units[0].days.allSatisfy { $0.beds == 4 && $0.free == 4 && $0.arrivals == 0 && $0.departures == 0 })
  }

  @Test func `a hold takes its days, an arrival all that follow, and a stay with no end all of them`()
    async throws
  {
    let world = try TestWorld()
    let beds = world.database.north.detoxBeds
    // Until Tuesday at noon there; from Wednesday at eight; for good; from Thursday to Friday at midnight.
    try await world.records.hold(
      beds[0], for: nil, from: TestDatabase.now, until: world.hours(28), reason: nil,
      occupation: TestDatabase.new(),
      as: world.caller)
    try await world.records.planArrival(
      in: beds[1], of: .patient(try await world.patient()), at: world.hours(48), until: world.hours(50),
      reason: nil,
      occupation: TestDatabase.new(), as: world.caller)
    _ = try await world.admit(try await world.patient("Other"), to: beds[2], hoursAgo: 2)
    try await world.records.block(
      beds[3], during: Interval(start: world.hours(64), end: world.hours(88)), cause: .repair, reason: nil,
      occupation: TestDatabase.new(), as: world.caller)

    let detox = try await forecast(world)[0].days

    #expect(detox.map(\.free) == [2, 2, 2, 1] + Array(repeating: 2, count: 10))
    #expect(detox.map(\.arrivals) == [0, 0, 1] + Array(repeating: 0, count: 11))
  }

  @Test func `an expected end is a departure, and the bed is free from the next day on`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let admitted = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 20)
    _ = try await world.database.owner.run(
      .execute(
        """
        UPDATE clinic.occupation SET valid = tstzrange(lower(valid), \(world.hours(42)))
        WHERE episode_id = \(admitted.episodeID)
        """))

    let detox = try await forecast(world)[0].days

    #expect(detox.map(\.departures).prefix(4) == [0, 0, 1, 0])
    #expect(detox.map(\.free).prefix(5) == [3, 3, 3, 4, 4])
    let place = try await world.board(at: TestDatabase.now).first { $0.patientID == patient }
    #expect(place?.expectedEnd == world.hours(42))
  }

  @Test func `the beds of closed charts count, and a day of 23 hours is a day`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 2)
    try await world.records.restrict(
      ChartRestriction(
        id: TestDatabase.new(), patientID: patient, reason: try Line("known here"), at: TestDatabase.now),
      as: world.caller)
    let reader = Caller(
      token: try await world.database.token(of: .nurse), source: .cli, requestID: "test")

    let detox = try await world.records.run(
      as: reader, Action(.boardRead), BedForecast.from(TestDatabase.now, facility: world.database.north.id))[
        0
      ].days

    #expect(detox.allSatisfy { $0.free == 3 && $0.beds == 4 })
    // The clocks of New York go forward on 14 March 2027.
    let spring = Date(timeIntervalSince1970: 1_804_870_800)
    let days = try await world.records.run(
      as: world.caller, Action(.boardRead), BedForecast.from(spring, facility: world.database.north.id))[0]
      .days
    #expect(Set(days.map(\.day)).count == 14 && days.allSatisfy { $0.beds == 4 })
  }

  private func forecast(_ world: TestWorld) async throws -> [UnitForecast] {
    try await world.records.run(
      as: world.caller, Action(.boardRead),
      BedForecast.from(TestDatabase.now, facility: world.database.north.id))
  }
}
