import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@Suite(.database) struct MovesTests {
  @Test func `a person goes from detox through residential to aftercare`() async throws {
    let world = try TestWorld()
    let (detox, room) = (world.database.north.detoxBeds[0], world.database.north.residentialBeds[0])
    let patient = try await world.patient()

    let admitted = try await world.admit(patient, to: detox, hoursAgo: 96)
    _ = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-24), bed: room), in: admitted.episodeID,
      as: world.caller)
    let last = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-1)), in: admitted.episodeID, as: world.caller
    )

    #expect(last.state == .aftercare)
    #expect(last.version == 3)
    let (record, moves) = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID),
      Moves.of(admitted.episodeID))
    let episode = try #require(record?.episode)
    #expect(episode.stays.map(\.stage) == [.detox, .residential, .aftercare])
    #expect(episode.stays.map(\.endReason) == [.transferred, .transferred, nil])
    #expect(episode.stays.map(\.during.end) == [world.hours(-24), world.hours(-1), nil])
    #expect(moves.map(\.move.event) == [.admit, .transfer, .transfer])
    #expect(record?.bed == nil)
  }

  @Test func `a bed that is taken is refused with what stands in it and until when`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    _ = try await world.admit(try await world.patient(), to: bed, hoursAgo: 5)
    let second = try await world.patient("Other", "Zzyxperson")

    let refusal = await #expect(throws: BedTaken.self) {
      _ = try await world.admit(second, to: bed, hoursAgo: 1)
    }

    #expect(refusal?.occupiedBy == .stay)
    #expect(refusal?.until == nil)
    let places = try await world.board(at: TestDatabase.now)
    #expect(Census(places).occupied == [.stay: 1])
  }

  @Test func `of sixteen who fight for one bed one gets it`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[1]
    let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<16 {
        group.addTask {
          let patient = try await world.patient("Racer", "Zzyxperson-\(number)")
          do {
            _ = try await world.admit(patient, to: bed, hoursAgo: 1)
            return true
          } catch is BedTaken {
            return false
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 } == 1)
    #expect(outcomes.count == 16)
  }

  @Test func `leave keeps the bed and return takes it up again`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[2]
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 50)

    _ = try await world.records.move(
      try world.move(.leave, to: .detoxLeave, at: world.hours(-10)), in: admitted.episodeID, as: world.caller)
    let away = try await world.board(at: world.hours(-5)).first { $0.bed.id == bed }
    _ = try await world.records.move(
      try world.move(.return, to: .detox, at: world.hours(-2)), in: admitted.episodeID, as: world.caller)
    let back = try await world.board(at: TestDatabase.now).first { $0.bed.id == bed }

    #expect(away?.bed.occupation == .leave)
    #expect(back?.bed.occupation == .stay)
    #expect(back?.stage == .detox)
    #expect(back?.episodeID == admitted.episodeID)
  }

  @Test func `an illegal move says what is allowed and changes nothing`() async throws {
    let world = try TestWorld()
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 5)

    let refusal = await #expect(throws: IllegalMove.self) {
      _ = try await world.records.move(
        try world.move(.return, to: .detox, at: world.hours(-1)), in: admitted.episodeID, as: world.caller)
    }

    #expect(refusal?.remedy.contains("transfer to residential") == true)
    let moves = try await world.records.run(
      as: world.caller, Action(.episodeRead), Moves.history(of: admitted.episodeID))
    #expect(moves.count == 1)
  }

  @Test func `whoever comes back after the end begins an episode that is linked`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let first = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 90)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-50), reason: .leftAgainstAdvice),
      in: first.episodeID, as: world.caller)

    let second = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 3)

    let episodes = try await world.records.run(as: world.caller, Action(.patientRead), Episodes.of(patient))
    #expect(episodes.map(\.episode.id) == [second.episodeID, first.episodeID])
    #expect(episodes.first?.episode.readmissionOf == first.episodeID)
    #expect(episodes.last?.dischargeReason == .leftAgainstAdvice)
    #expect(second.event == .readmit)
  }

  @Test func `somebody with an open episode is not admitted twice`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 5)

    let refusal = await #expect(throws: Conflict.self) {
      _ = try await world.admit(patient, to: world.database.north.detoxBeds[1], hoursAgo: 1)
    }

    #expect(refusal?.code == "episode-open")
  }

  @Test func `a stale version is refused and two moves at once leave one stay open`() async throws {
    let world = try TestWorld()
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 5)
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for bed in world.database.north.residentialBeds {
        group.addTask {
          let move = try? world.move(.transfer, to: .residential, at: world.hours(-1), bed: bed)
          guard let move else { return false }
          let done = try? await world.records.move(move, in: admitted.episodeID, version: 1, as: world.caller)
          return done != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect(outcomes == 1)
    await #expect(throws: Stale.self) {
      _ = try await world.records.move(
        try world.move(.transfer, to: .aftercare, at: world.hours(0)), in: admitted.episodeID, version: 1,
        as: world.caller)
    }
  }

  @Test func `another level of care within the stage is a new stay in the same bed`() async throws {
    let world = try TestWorld()
    let room = world.database.north.residentialBeds[0]
    let admitted = try await world.records.admit(
      try await world.patient(), to: world.database.north.id, intake: nil, episode: TestDatabase.new(),
      try world.move(.admit, to: .residential, at: world.hours(-50), bed: room), as: world.caller)

    let changed = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-5)), in: admitted.episodeID,
      as: world.caller)

    let stays = try await world.database.owner.run(
      Query<[Stay.ID]>.all(
        """
        SELECT stay_id FROM clinic.occupation
        WHERE bed_id = \(room) AND known_to = 'infinity' ORDER BY lower(valid)
        """
      ) { row in try row["stay_id"] })
    #expect(stays == [admitted.stayID, changed.stayID])
    #expect(try await world.board(at: TestDatabase.now).first { $0.bed.id == room }?.stageDay == 1)
  }
}
