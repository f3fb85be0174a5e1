import Clinic
import Foundation
import Records
import TestSupport
import Testing

/// Episodes that were taken out as a whole, and are put back.
@Suite(.database, .timeLimit(.minutes(10)))
struct RestorationTests {
  private let world: TestWorld
  private var north: TestFacility { world.database.north }

  init() throws { world = try TestWorld() }

  @Test func `an episode that was taken out by mistake is again as it was, and both truths stay readable`()
    async throws
  {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 40)
    _ = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-20), bed: north.residentialBeds[0]),
      in: admitted.episodeID, as: world.caller)
    let before = try await episode(admitted.episodeID)
    try await takeOut(admitted, at: 1)

    let outcome = try await records(at: 2).restore(
      admitted.episodeID, reason: try Note("the right person after all"), as: world.caller)

    let after = try await episode(admitted.episodeID)
    #expect(outcome.state == .residential && outcome.version == after.version)
    #expect(after.episode == before.episode && after.bed == before.bed)
    #expect(try await person(in: bed, at: -30) == patient)
    #expect(try await person(in: bed, at: -30, knownAt: 1.5) == nil)
    #expect(try await person(in: bed, at: -30, knownAt: 0.5) == patient)
    _ = try await records(at: 3).move(
      try world.move(.discharge, to: .ended, at: world.hours(2.5), reason: .leftAgainstAdvice),
      in: admitted.episodeID, as: world.caller)
    await #expect(throws: NothingTakenOut()) { try await restore(admitted, at: 4) }
  }

  @Test func `what stands in the way is said, and nothing comes back`() async throws {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 40)
    try await takeOut(admitted, at: 1)
    let other = try await world.admit(try await world.patient("Other"), to: bed, hoursAgo: 10)

    await #expect(throws: BedTaken.self) { try await restore(admitted, at: 2) }
    try await takeOut(other, at: 3)
    let again = try await world.admit(patient, to: north.detoxBeds[1], hoursAgo: 5)
    await #expect(throws: Conflict.self) { try await restore(admitted, at: 4) }
    try await takeOut(again, at: 5)
    await #expect(throws: NotFound.self) {
      try await world.records.restore(TestDatabase.new(), reason: try Note("x"), as: world.caller)
    }
    await #expect(throws: Stale.self) {
      _ = try await records(at: 6).restore(
        admitted.episodeID, reason: try Note("x"), version: 1, as: world.caller)
    }
    #expect(try await person(in: bed, at: -30) == nil)

    try await restore(admitted, at: 7)

    #expect(try await person(in: bed, at: -30) == patient)
  }

  private func records(at hours: Double) -> Records {
    Records(world.records.database, clock: { TestDatabase.now.addingTimeInterval(hours * 3_600) })
  }

  private func takeOut(_ admitted: MoveOutcome, at hours: Double) async throws {
    let moves = try await world.records.run(
      as: world.caller, Action(.episodeRead), Moves.of(admitted.episodeID))
    let parts = moves.dropFirst().map {
      MoveCorrection.Part(id: TestDatabase.new(), moveID: $0.move.id, change: .enteredInError)
    }
    let outcome = try await records(at: hours).correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: admitted.moveID, change: .enteredInError, also: Array(parts),
        reason: try Note("other person")),
      in: admitted.episodeID, as: world.caller)
    #expect(outcome.isVoid)
  }

  private func restore(_ admitted: MoveOutcome, at hours: Double) async throws {
    _ = try await records(at: hours).restore(
      admitted.episodeID, reason: try Note("the right person after all"), as: world.caller)
  }

  private func episode(_ id: Episode.ID) async throws -> EpisodeRecord {
    let found = try await world.records.run(as: world.caller, Action(.episodeRead), Episodes.find(id))
    return try #require(found)
  }

  private func person(in bed: Bed.ID, at hours: Double, knownAt: Double? = nil) async throws -> Patient.ID? {
    try await world.board(at: world.hours(hours), knownAt: knownAt.map { world.hours($0) })
      .first { $0.bed.id == bed }?.patientID
  }
}
