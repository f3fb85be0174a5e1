import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Handing somebody over to another facility.
@Suite(.database, .timeLimit(.minutes(10)))
struct TransferTests {
  private let world: TestWorld
  private var north: TestFacility { world.database.north }
  private var south: TestFacility { world.database.south }

  init() throws { world = try TestWorld() }

  private func nurse(in facility: TestFacility) async throws -> (id: Clinic.Staff.ID, caller: Caller) {
    let (id, token) = try await world.database.staff(of: [.nurse], in: facility.id)
    return (id, Caller(token: token, source: .cli, requestID: "test"))
  }

  private func ask(_ episode: Episode.ID, of handle: String? = nil) async throws -> TransferRequest {
    try await world.records.request(
      NewTransferRequest(
        id: TestDatabase.new(), episodeID: episode, facilityID: south.id, stage: .residential,
        askedOf: handle,
        reason: try Note("nearer home")), as: world.caller)
  }

  private func accept(
    _ request: TransferRequest, as caller: Caller, bed: Bed.ID? = nil
  ) async throws -> TransferOutcome {
    try await world.records.accept(
      request.id, episode: TestDatabase.new(),
      try world.move(.readmit, to: .residential, at: TestDatabase.now, bed: bed ?? south.residentialBeds[0]),
      note: nil, as: caller)
  }

  @Test func `nothing moves until somebody there accepts; then one episode ends and the next begins`()
    async throws
  {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 40)
    let request = try await ask(admitted.episodeID)
    let before = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID))
    #expect(before?.state == .detox && before?.version == 1)
    let acceptor = try await nurse(in: south).caller

    let outcome = try await accept(request, as: acceptor)

    let episodes = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.of(patient, at: TestDatabase.now))
    #expect(episodes.map(\.episode.id) == [outcome.admission.episodeID, admitted.episodeID])
    #expect(episodes.map(\.state) == [.residential, .ended])
    #expect(episodes.last?.dischargeReason == .transferred)
    #expect(episodes.first?.episode.facilityID == south.id)
    #expect(episodes.first?.daysSinceLastDischarge == 0)
    #expect(episodes.first?.bed?.id == south.residentialBeds[0])
    #expect(try await world.board(at: TestDatabase.now).first { $0.bed.id == bed }?.bed.occupation == nil)
    let found = try await world.records.run(
      as: world.caller, Action(.episodeRead), TransferRequests.find(request.id))
    #expect(found?.state == .accepted && found?.nextEpisodeID == outcome.admission.episodeID)
    await #expect(throws: AlreadyAnswered.self) { _ = try await accept(request, as: acceptor) }
    await #expect(throws: AlreadyAnswered.self) {
      try await world.records.decline(request.id, answer: try Note("late"), as: acceptor)
    }
  }

  @Test func `only somebody of the other facility answers, and where one was named only they`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 40)
    let named = try await nurse(in: south)
    let handle = try await world.database.owner.run(
      Query<String>.one("SELECT handle FROM access.staff WHERE id = \(named.id)") { try $0["handle"] })
    let request = try await ask(admitted.episodeID, of: handle)

    await #expect(throws: NotPermitted.self) { _ = try await accept(request, as: world.caller) }
    let other = try await nurse(in: south).caller
    await #expect(throws: NotPermitted.self) { _ = try await accept(request, as: other) }
    let here = try await nurse(in: north).caller
    await #expect(throws: (any Error).self) { _ = try await accept(request, as: here) }
    let second = await #expect(throws: Conflict.self) { _ = try await ask(admitted.episodeID) }
    #expect(second?.code == "transfer-requested")

    try await world.records.decline(request.id, answer: try Note("no bed before Friday"), as: named.caller)

    let found = try await world.records.run(
      as: world.caller, Action(.episodeRead), TransferRequests.find(request.id))
    #expect(found?.state == .declined && found?.answeredBy == handle)
    let record = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID))
    #expect(record?.state == .detox)
  }

  @Test func `a bed that is taken leaves the person where they are and the request open`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 40)
    let request = try await ask(admitted.episodeID)
    try await world.records.block(
      south.residentialBeds[0], during: Interval(start: world.hours(-9), end: world.hours(9)),
      reason: Line("repair"),
      occupation: TestDatabase.new(), as: world.caller)
    let acceptor = try await nurse(in: south).caller

    await #expect(throws: BedTaken.self) { _ = try await accept(request, as: acceptor) }

    let (record, found) = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID),
      TransferRequests.find(request.id))
    #expect(record?.state == .detox && found?.state == .open)
    _ = try await accept(request, as: acceptor, bed: south.residentialBeds[1])
  }

  @Test func `two who accept at once admit once, and an end withdraws what is open`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 40)
    let request = try await ask(admitted.episodeID)
    let callers = [try await nurse(in: south).caller, try await nurse(in: south).caller]
    let done = await withTaskGroup(of: Bool.self) { group in
      for (index, caller) in callers.enumerated() {
        group.addTask { (try? await accept(request, as: caller, bed: south.residentialBeds[index])) != nil }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(done == 1)

    let second = try await world.admit(try await world.patient("Next"), to: north.detoxBeds[1], hoursAgo: 20)
    let open = try await ask(second.episodeID)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-1), reason: .leftAgainstAdvice),
      in: second.episodeID,
      as: world.caller)
    let found = try await world.records.run(
      as: world.caller, Action(.episodeRead), TransferRequests.find(open.id))
    #expect(found?.state == .withdrawn)
  }
}
