import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Death, leave, readmission, and the days of the facility.
@Suite(.database, .timeLimit(.minutes(10)))
struct DischargeTests {
  private let world: TestWorld
  private var north: TestFacility { world.database.north }

  init() throws { world = try TestWorld() }

  private func discharge(
    _ episode: Episode.ID, _ reason: DischargeReason, at hour: Double
  ) async throws -> MoveOutcome {
    try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(hour), reason: reason), in: episode,
      as: world.caller)
  }

  @Test func `a death closes stay, bed, holds and plans, and nothing follows it`() async throws {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 40)
    let room = north.residentialBeds[0]
    try await world.records.hold(
      room, for: .patient(patient), from: world.hours(-3), until: world.hours(40), reason: nil,
      occupation: TestDatabase.new(),
      as: world.caller)

    _ = try await discharge(admitted.episodeID, .died, at: -1)

    let board = try await world.board(at: TestDatabase.now)
    #expect(board.first { $0.bed.id == bed }?.bed.occupation == nil)
    #expect(board.first { $0.bed.id == room }?.bed.occupation == nil)
    let refusal = await #expect(throws: Conflict.self) {
      _ = try await world.admit(patient, to: bed, hoursAgo: 0)
    }
    #expect(refusal?.code == "after-death")
    await #expect(throws: IllegalMove.self) {
      _ = try await world.records.move(
        try world.move(.return, to: .detox, at: TestDatabase.now), in: admitted.episodeID, as: world.caller)
    }
  }

  @Test func `somebody who was treated later did not die before, and nobody plans a death`() async throws {
    let patient = try await world.patient()
    let first = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 90)
    let ended = try await discharge(first.episodeID, .other, at: -60)
    _ = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 20)

    let refusal = await #expect(throws: CorrectionConflicts.self) {
      _ = try await world.records.correct(
        MoveCorrection(
          id: TestDatabase.new(), moveID: ended.moveID, change: .dischargeReason(.died),
          reason: try Note("call")),
        in: first.episodeID, as: world.caller)
    }
    #expect(refusal?.code == "alive-later")
    let third = try await world.admit(try await world.patient("Third"), to: north.detoxBeds[1], hoursAgo: 5)
    var request = try world.move(.discharge, to: .ended, at: world.hours(3), reason: .died).request
    request.isPlanned = true
    let death = NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request)
    await #expect(throws: InvalidValue.self) {
      _ = try await world.records.move(death, in: third.episodeID, as: world.caller)
    }
  }

  @Test func `a readmission says after how many days of the facility it is`() async throws {
    let patient = try await world.patient()
    let first = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 90)
    // 03:30 UTC on 15 June is still the 14th in New York, and 04:30 the 15th.
    _ = try await discharge(first.episodeID, .other, at: -8.5)
    _ = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 7.5)

    let episodes = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.of(patient, at: TestDatabase.now))

    #expect(episodes.map(\.daysSinceLastDischarge) == [1, nil])
    #expect(episodes.first?.previous?.id == first.episodeID)
    #expect(episodes.first?.lengthOfStay(now: TestDatabase.now)?.teds == 1)
    #expect(episodes.first?.lengthOfStay(now: TestDatabase.now)?.hcup == 0)
  }

  @Test func `who is not back from leave when due is overdue`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 40)
    var request = try world.move(.leave, to: .detoxLeave, at: world.hours(-5)).request
    request.dueBackAt = world.hours(-1)
    _ = try await world.records.move(
      NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request), in: admitted.episodeID,
      as: world.caller)

    func overdue(_ hour: Double) async throws -> Bool? {
      let record = try await world.records.run(
        as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID, at: world.hours(hour)))
      return record?.isOverdue(at: world.hours(hour))
    }
    #expect(try await overdue(-2) == false)
    #expect(try await overdue(0) == true)
    _ = try await world.records.move(
      try world.move(.return, to: .detox, at: world.hours(-0.5)), in: admitted.episodeID, as: world.caller)
    #expect(try await overdue(0) == false)
  }

  @Test func `nobody is admitted where the facility is closed, or to a bed of another`() async throws {
    let patient = try await world.patient()
    await #expect(throws: BedElsewhere()) {
      _ = try await world.records.admit(
        patient, to: north.id, intake: nil, episode: TestDatabase.new(),
        try world.move(.admit, to: .detox, at: world.hours(-2), bed: world.database.south.detoxBeds[0]),
        as: world.caller)
    }

    _ = try await world.database.owner.run(
      .execute(
        """
        UPDATE clinic.facility SET opened_at = \(world.hours(-900)), closed_at = \(world.hours(-3))
        WHERE id = \(north.id)
        """))
    let closed = await #expect(throws: Conflict.self) {
      _ = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 2)
    }
    #expect(closed?.code == "facility-closed")
    let episodes = try await world.records.run(as: world.caller, Action(.episodeRead), Episodes.of(patient))
    #expect(episodes.isEmpty)
  }
}
