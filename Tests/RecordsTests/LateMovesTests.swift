import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Moves that are entered late or lie ahead.
@Suite(.database, .timeLimit(.minutes(10)))
struct LateMovesTests {
  private let world: TestWorld
  private var north: TestFacility { world.database.north }

  init() throws { world = try TestWorld() }

  private func stays(_ episode: Episode.ID) async throws -> [Stay] {
    let record = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(episode))
    return record?.episode.stays ?? []
  }

  private func planned(
    _ event: MoveEvent, to state: StageState, in hours: Double, bed: Bed.ID? = nil
  ) throws -> NewMove {
    var request = try world.move(event, to: state, at: world.hours(hours), bed: bed).request
    request.isPlanned = true
    return NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request)
  }

  @Test func `a forgotten stage is put between two others, with its bed`() async throws {
    let (bed, room) = (north.detoxBeds[0], north.residentialBeds[0])
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 96)
    _ = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-10)), in: admitted.episodeID,
      as: world.caller)

    let late = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-50), bed: room), in: admitted.episodeID,
      as: world.caller)

    #expect(late.from == .detox && late.state == .residential && late.version == 3)
    let stays = try await stays(admitted.episodeID)
    #expect(stays.map(\.stage) == [.detox, .residential, .aftercare])
    #expect(stays.map(\.during.end) == [world.hours(-50), world.hours(-10), nil])
    let board = try await world.board(at: world.hours(-20))
    #expect(board.first { $0.bed.id == room }?.bed.occupation == .stay)
    #expect(board.first { $0.bed.id == bed }?.bed.occupation == nil)
    let moves = try await world.records.run(
      as: world.caller, Action(.episodeRead), Moves.of(admitted.episodeID))
    #expect(moves.map(\.move.event) == [.admit, .transfer, .transfer])
    #expect(moves.map(\.move.from) == [.none, .detox, .residential])
    #expect(moves.map(\.move.sequence) == [1, 3, 2])
  }

  @Test func `a leave that is over is told at once, also behind other moves`() async throws {
    let bed = north.detoxBeds[0]
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 96)
    _ = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-10)), in: admitted.episodeID,
      as: world.caller)
    var request = try world.move(.leave, to: .detoxLeave, at: world.hours(-60)).request
    request.returnedAt = world.hours(-55)
    request.cause = try Line("court order")

    _ = try await world.records.move(
      NewMove(id: TestDatabase.new(), stayID: TestDatabase.new(), request: request), in: admitted.episodeID,
      as: world.caller)

    for (hour, kind) in [(-61.0, OccupationKind.stay), (-57, .leave), (-54, .stay)] {
      #expect(try await world.board(at: world.hours(hour)).first { $0.bed.id == bed }?.bed.occupation == kind)
    }
    let moves = try await world.records.run(
      as: world.caller, Action(.episodeRead), Moves.of(admitted.episodeID))
    #expect(moves.map(\.move.event) == [.admit, .leave, .return, .transfer])
    #expect(moves[1].move.cause?.rawValue == "court order")
  }

  @Test func `what would make a later move impossible is refused, and says which`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 96)
    _ = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-10)), in: admitted.episodeID,
      as: world.caller)

    let refusal = await #expect(throws: LaterMoveImpossible.self) {
      _ = try await world.records.move(
        try world.move(.leave, to: .detoxLeave, at: world.hours(-60)), in: admitted.episodeID,
        as: world.caller)
    }

    #expect(refusal?.number == 2 && refusal?.code == "illegal-move" && refusal?.kind == .refusedByRule)
    await #expect(throws: MoveOutOfTime.self) {
      _ = try await world.records.move(
        try world.move(.leave, to: .detoxLeave, at: world.hours(-97)), in: admitted.episodeID,
        as: world.caller)
    }
    #expect(try await stays(admitted.episodeID).count == 2)
  }

  @Test func `a planned move counts from its time on, and is taken back until then`() async throws {
    let (bed, room) = (north.detoxBeds[0], north.residentialBeds[0])
    let patient = try await world.patient()
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 20)
    let plan = try planned(.transfer, to: .residential, in: 30, bed: room)

    let made = try await world.records.move(plan, in: admitted.episodeID, as: world.caller)

    #expect(made.isPlanned)
    func at(_ hour: Double) async throws -> EpisodeRecord {
      let record = try await world.records.run(
        as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID, at: world.hours(hour)))
      return try #require(record)
    }
    #expect(try await at(0).state == .detox)
    #expect(try await at(0).bed?.id == bed)
    #expect(try await at(0).planned.map(\.id) == [plan.id])
    #expect(try await at(31).state == .residential)
    #expect(try await at(31).bed?.id == room)
    #expect(try await at(31).planned.isEmpty)
    #expect(try await world.board(at: world.hours(31)).first { $0.bed.id == room }?.patientID == patient)
    await #expect(throws: BedTaken.self) {
      _ = try await world.records.hold(
        room, for: nil, from: world.hours(29), until: world.hours(33), reason: nil,
        occupation: TestDatabase.new(),
        as: world.caller)
    }

    _ = try await world.records.withdraw(plan.id, reason: nil, in: admitted.episodeID, as: world.caller)

    #expect(try await at(31).state == .detox)
    #expect(try await world.board(at: world.hours(31)).first { $0.bed.id == room }?.bed.occupation == nil)
    await #expect(throws: NotPlanned.self) {
      _ = try await world.records.withdraw(
        admitted.moveID, reason: nil, in: admitted.episodeID, as: world.caller)
    }
  }

  @Test func `a leave that a planned completion could not follow is refused until the plan is taken back`()
    async throws
  {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 20)
    let plan = try planned(.complete, to: .ended, in: 30)
    _ = try await world.records.move(plan, in: admitted.episodeID, as: world.caller)
    let leave = try world.move(.leave, to: .detoxLeave, at: world.hours(-5))

    let refusal = await #expect(throws: LaterMoveImpossible.self) {
      _ = try await world.records.move(leave, in: admitted.episodeID, as: world.caller)
    }

    #expect(refusal?.remedy.contains("withdraw it") == true)
    _ = try await world.records.withdraw(plan.id, reason: nil, in: admitted.episodeID, as: world.caller)
    #expect(
      try await world.records.move(leave, in: admitted.episodeID, as: world.caller).state == .detoxLeave)
  }

  @Test func `an end makes void what was planned beyond it`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 20)
    let plan = try planned(.complete, to: .ended, in: 30)
    _ = try await world.records.move(plan, in: admitted.episodeID, as: world.caller)

    let left = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-1), reason: .leftAgainstAdvice),
      in: admitted.episodeID,
      as: world.caller)

    #expect(left.withdrawn == [plan.id])
    let record = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID, at: TestDatabase.now))
    #expect(record?.endedAt == world.hours(-1) && record?.dischargeReason == .leftAgainstAdvice)
    #expect(record?.planned.isEmpty == true)
  }

  @Test func `a planned admission that is taken back leaves no episode and no bed taken`() async throws {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let plan = try planned(.admit, to: .detox, in: 10, bed: bed)
    let admitted = try await world.records.admit(
      patient, to: north.id, intake: nil, episode: TestDatabase.new(), plan, as: world.caller)
    #expect(admitted.isPlanned)

    let outcome = try await world.records.withdraw(
      plan.id, reason: nil, in: admitted.episodeID, as: world.caller)

    #expect(outcome.isVoid)
    let episodes = try await world.records.run(as: world.caller, Action(.episodeRead), Episodes.of(patient))
    #expect(episodes.isEmpty)
    #expect(try await world.board(at: world.hours(11)).first { $0.bed.id == bed }?.bed.occupation == nil)
    _ = try await world.admit(patient, to: bed, hoursAgo: 1)
  }

  @Test(arguments: [UInt64(5), 77]) func `whatever races, stays neither overlap nor are two open`(
    seed: UInt64
  ) async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 90)
    let moves = [MoveEvent.transfer, .leave, .discharge, .complete, .return]
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          var random = SeededRandom(seed &+ UInt64(writer))
          for _ in 0..<6 {
            let event = moves.randomElement(using: &random) ?? .transfer
            let to: StageState =
              event == .transfer
              ? .aftercare : event == .leave ? .aftercareLeave : event == .return ? .aftercare : .ended
            let time = world.hours(Double(Int.random(in: -80...0, using: &random)))
            guard
              let move = try? world.move(
                event, to: to, at: time, reason: event == .discharge ? .other : nil)
            else { continue }
            _ = try? await world.records.move(move, in: admitted.episodeID, as: world.caller)
          }
        }
      }
    }

    let faults = try await world.database.owner.run(
      Query<Int64>.one(
        """
        SELECT count(*) AS n
        FROM clinic.stay_fact AS a
        JOIN clinic.stay_fact AS b ON b.episode_id = a.episode_id AND b.id <> a.id
          AND (a.valid && b.valid OR upper_inf(a.valid) AND upper_inf(b.valid))
        WHERE a.known_to = 'infinity' AND b.known_to = 'infinity'
        """
      ) { try $0["n"] })
    #expect(faults == 0)
    let (record, lines) = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID), Moves.of(admitted.episodeID))
    #expect(lines.count > 1 && record?.version == Int32(lines.count))
    #expect(Set(lines.map(\.move.sequence)).count == lines.count)
    for (earlier, later) in zip(lines, lines.dropFirst()) { #expect(earlier.move.to == later.move.from) }
  }
}
