import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@Suite(.database) struct CorrectionsTests {
  @Test func `a correction shifts stays and beds, and the old truth stays as known then`() async throws {
    let world = try TestWorld()
    let (bed, room) = (world.database.north.detoxBeds[0], world.database.north.residentialBeds[0])
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 96)
    let moved = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-10), bed: room), in: admitted.episodeID,
      as: world.caller)
    // Another clock, an hour later, makes the correction.
    let later = Records(world.records.database, clock: { TestDatabase.now.addingTimeInterval(3_600) })

    let outcome = try await later.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: moved.moveID, change: .effective(at: world.hours(-30)),
        reason: try Note("It was the evening before.")),
      in: admitted.episodeID, as: world.caller)

    #expect(outcome.shifts.map(\.after?.start) == [world.hours(-96), world.hours(-30)])
    let now = try await world.board(at: world.hours(-20))
    #expect(now.first { $0.bed.id == bed }?.bed.occupation == nil)
    #expect(now.first { $0.bed.id == room }?.bed.occupation == .stay)
    let then = try await world.board(at: world.hours(-20), knownAt: TestDatabase.now)
    #expect(then.first { $0.bed.id == bed }?.bed.occupation == .stay)
    #expect(then.first { $0.bed.id == room }?.bed.occupation == nil)
  }

  @Test func `a discharge entered in error is taken out and the person is in treatment again`() async throws {
    let world = try TestWorld()
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 40)
    let ended = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-2), reason: .leftAgainstAdvice),
      in: admitted.episodeID, as: world.caller)

    let outcome = try await world.records.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: ended.moveID, change: .enteredInError,
        reason: try Note("Wrong person.")),
      in: admitted.episodeID, as: world.caller)

    #expect(outcome.state == .detox)
    let episode = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID))
    #expect(episode?.dischargeReason == nil)
    #expect(episode?.episode.openStay?.stage == .detox)
    #expect(episode?.bed?.id == world.database.north.detoxBeds[0])
  }

  @Test func `a preview writes nothing`() async throws {
    let world = try TestWorld()
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 40)

    let outcome = try await world.records.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: admitted.moveID, change: .effective(at: world.hours(-39)),
        reason: try Note("One hour later.")),
      in: admitted.episodeID, isPreview: true, as: world.caller)

    #expect(outcome.shifts.count == 1)
    let (record, history) = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID),
      Moves.history(of: admitted.episodeID))
    #expect(record?.episode.admittedAt == world.hours(-40))
    #expect(history.count == 1)
  }

  @Test func `a correction that would take a bed from somebody else is refused`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    let first = try await world.admit(try await world.patient(), to: bed, hoursAgo: 90)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-60), reason: .other), in: first.episodeID,
      as: world.caller)
    let second = try await world.admit(try await world.patient("Next"), to: bed, hoursAgo: 50)

    let refusal = await #expect(throws: CorrectionConflicts.self) {
      _ = try await world.records.correct(
        MoveCorrection(
          id: TestDatabase.new(), moveID: second.moveID, change: .effective(at: world.hours(-70)),
          reason: try Note("Earlier.")),
        in: second.episodeID, as: world.caller)
    }

    #expect(refusal?.all.map(\.code) == ["bed-taken"])
    let places = try await world.board(at: world.hours(-65))
    #expect(places.first { $0.bed.id == bed }?.episodeID == first.episodeID)
  }
}
