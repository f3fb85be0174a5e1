import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What takes a bed, for how long, and what is said when it is taken.
@Suite(.database, .timeLimit(.minutes(10)))
struct BedTests {
  @Test func `a refusal says who holds the bed, until when by the wall clock, and what is free`() async throws
  {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    try await hold(world, bed, from: 0, to: 6)

    let refusal = try #require(
      await #expect(throws: BedTaken.self) { try await hold(world, bed, from: 2, to: 3) })

    #expect(refusal.occupiedBy == .hold && refusal.until == world.hours(6))
    #expect(
      refusal.message == "The bed D-01 is being held, entered by Ada Admin, until 2026-06-15T14:00:00-04:00.")
    #expect(refusal.free.map(\.path) == ["north/detox/D-02", "north/detox/D-03", "north/detox/D-04"])
  }

  @Test func `beds of the same unit are offered before others, and no bed that is taken`() async throws {
    let world = try TestWorld()
    let beds = world.database.north.detoxBeds
    for bed in beds.prefix(3) { try await hold(world, bed, from: 0, to: 6) }

    let refusal = try #require(
      await #expect(throws: BedTaken.self) { try await hold(world, beds[0], from: 5, to: 7) })

    #expect(
      refusal.free.map(\.path) == ["north/detox/D-04", "north/residential/R-01", "north/residential/R-02"])
  }

  @Test func `a bed that a closed chart holds is not offered, and its holder not told`() async throws {
    let world = try TestWorld()
    let (database, beds) = (world.database, world.database.north.detoxBeds)
    let secret = try await world.patient()
    _ = try await world.admit(secret, to: beds[0], hoursAgo: 5)
    _ = try await world.admit(try await world.patient("Other"), to: beds[1], hoursAgo: 5)
    let reader = Caller(token: try await database.token(of: .nurse), source: .cli, requestID: "test")
    try await world.records.restrict(
      ChartRestriction(
        id: TestDatabase.new(), patientID: secret, reason: try Line("known here"), at: TestDatabase.now),
      as: world.caller)

    let refusal = try #require(
      await #expect(throws: BedTaken.self) {
        try await world.records.hold(
          beds[1], for: nil, from: TestDatabase.now, until: world.hours(1), reason: nil,
          occupation: TestDatabase.new(), as: reader)
      })
    let closed = try #require(
      await #expect(throws: BedTaken.self) {
        try await world.records.hold(
          beds[0], for: nil, from: TestDatabase.now, until: world.hours(1), reason: nil,
          occupation: TestDatabase.new(), as: reader)
      })

    #expect(refusal.free.map(\.path).contains("north/detox/D-01") == false && refusal.free.count == 3)
    #expect(closed.enteredBy == nil && closed.message == "The bed D-01 is taken with no end set.")
  }

  @Test func `a bed is held no longer than the facility's file says`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]

    try await hold(world, bed, from: 0, to: 72)
    await #expect(throws: HoldTooLong(hours: 72)) { try await hold(world, bed, from: 100, to: 172.01) }
  }

  @Test func `a planned arrival keeps the bed until its deadline, and an admission takes it over`()
    async throws
  {
    let world = try TestWorld()
    let (bed, patient) = (world.database.north.detoxBeds[0], try await world.patient())
    try await plan(world, bed, .patient(patient), from: -2, to: 10)
    await #expect(throws: BedTaken.self) { try await hold(world, bed, from: 3, to: 5) }

    _ = try await world.admit(patient, to: bed, hoursAgo: 1)

    let places = try await world.board(at: TestDatabase.now)
    let place = try #require(places.first { $0.bed.id == bed })
    #expect(place.bed.occupation == .stay && place.patientID == patient)
    let before = try await world.board(at: world.hours(-1.5))
    #expect(before.first { $0.bed.id == bed }?.bed.occupation == .planned)
  }

  @Test func `what was kept for a caller goes over to their admission`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    let patient = try await world.patient()
    let enquiry: Enquiry.ID = TestDatabase.new()
    _ = try await world.database.owner.run(
      .execute(
        """
        INSERT INTO clinic.enquiry (organization_id, id, facility_id, received_at, recorded_at, recorded_by, patient_id, state, consent_to_call)
        SELECT \(world.database.organization), \(enquiry), \(world.database.north.id), \(world.hours(-5)), \(world.hours(-5)), id,
          \(patient), 'converted', true
        FROM access.staff WHERE organization_id = \(world.database.organization) LIMIT 1
        """))
    try await plan(world, bed, .enquiry(enquiry), from: -2, to: 10)

    _ = try await world.admit(patient, to: bed, hoursAgo: 1)

    let places = try await world.board(at: TestDatabase.now)
    #expect(places.first { $0.bed.id == bed }?.patientID == patient)
  }

  @Test func `an arrival that nobody makes ends by itself`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.detoxBeds[0]
    try await plan(world, bed, .patient(try await world.patient()), from: 1, to: 3)

    #expect(try await occupation(of: bed, at: 2, world) == .planned)
    #expect(try await occupation(of: bed, at: 3, world) == nil)
    try await hold(world, bed, from: 3, to: 4)
  }

  @Test func `a bed cannot be taken outside its use, nor in a closed facility`() async throws {
    let world = try TestWorld()
    let (bed, far) = (world.database.north.detoxBeds[0], world.database.south.detoxBeds[0])
    await #expect(throws: BedNotInUse()) {
      try await hold(world, bed, from: -24 * 4_000, to: -24 * 4_000 + 1)
    }
    _ = try await world.database.owner.run(
      .execute("UPDATE clinic.facility SET closed_at = \(world.hours(2)) WHERE slug = 'south'"))

    try await hold(world, far, from: 0, to: 1)
    await #expect(throws: Conflict.self) { try await hold(world, far, from: 1, to: 3) }
  }

  @Test func `a bed move leaves no instant without a bed, and none with two`() async throws {
    let world = try TestWorld()
    let beds = world.database.north.detoxBeds
    let admitted = try await world.admit(try await world.patient(), to: beds[0], hoursAgo: 10)

    let move = try await world.records.moveBed(
      in: admitted.episodeID, to: beds[1], at: world.hours(-4), reason: nil, as: world.caller)

    #expect(move.version == admitted.version + 1)
    for hour in [-10, -7, -4.0001, -4, -1, 0] {
      let places = try await world.board(at: world.hours(hour)).filter { $0.patientID == admitted.patientID }
      #expect(places.map(\.bed.id) == [hour < -4 ? beds[0] : beds[1]], "\(hour)")
    }
    let then = try await world.board(at: world.hours(-1), knownAt: world.hours(-0.001))
    #expect(then.allSatisfy { $0.patientID == nil })
  }

  @Test func `a bed move is refused into a taken bed, another facility, a time before, and the future`()
    async throws
  {
    let world = try TestWorld()
    let (north, south) = (world.database.north, world.database.south)
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 10)
    try await hold(world, north.detoxBeds[1], from: 0, to: 5)
    func move(_ bed: Bed.ID, _ hour: Double) async throws {
      _ = try await world.records.moveBed(
        in: admitted.episodeID, to: bed, at: world.hours(hour), reason: nil, as: world.caller)
    }

    await #expect(throws: BedTaken.self) { try await move(north.detoxBeds[1], 0) }
    await #expect(throws: BedElsewhere()) { try await move(south.detoxBeds[0], 0) }
    await #expect(throws: NoBedThen()) { try await move(north.detoxBeds[2], -11) }
    await #expect(throws: NoBedThen()) { try await move(north.detoxBeds[0], -1) }
    await #expect(throws: InvalidValue.self) { try await move(north.detoxBeds[2], 1) }
    await #expect(throws: NotFound.self) { try await move(TestDatabase.new(), 0) }
    let places = try await world.board(at: TestDatabase.now)
    #expect(places.first { $0.patientID != nil }?.bed.id == north.detoxBeds[0])
  }

  @Test func `a unit kept for others is warned about, and the board flags it`() async throws {
    let world = try TestWorld()
    let bed = world.database.north.residentialBeds[0]
    _ = try await world.database.owner.run(
      .execute("UPDATE clinic.unit SET exclusive_to = 'adolescents' WHERE stage = 'residential'"))
    let admitted = try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[0], hoursAgo: 10)

    let warnings = try await world.records.warnings(of: bed, for: admitted.patientID, as: world.caller)
    _ = try await world.records.moveBed(
      in: admitted.episodeID, to: bed, at: world.hours(-1), reason: nil, as: world.caller)

    #expect(warnings.map(\.code) == ["unit-kind", "unit-stage"])
    let place = try await world.board(at: TestDatabase.now).first { $0.bed.id == bed }
    #expect(place?.flags == [.unitKind, .unitStage])
  }

  @Test func `whoever admits or moves somebody into a unit kept for others is told`() async throws {
    let world = try TestWorld()
    let north = world.database.north
    _ = try await world.database.owner.run(
      .execute("UPDATE clinic.unit SET exclusive_to = 'adolescents' WHERE stage = 'residential'"))

    let admitted = try await world.records.admit(
      try await world.patient(), to: north.id, intake: nil, episode: TestDatabase.new(),
      try world.move(.admit, to: .detox, at: world.hours(-3), bed: north.residentialBeds[0]), as: world.caller
    )
    let late = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-1), bed: north.residentialBeds[1]),
      in: admitted.episodeID, as: world.caller)
    let among = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-2), bed: north.detoxBeds[0]),
      in: admitted.episodeID, as: world.caller)

    #expect(admitted.warnings.map(\.code) == ["unit-kind", "unit-stage"])
    #expect(late.warnings.map(\.code) == ["unit-kind"])
    #expect(among.warnings.map(\.code) == ["unit-stage"])
  }

  private func hold(_ world: TestWorld, _ bed: Bed.ID, from start: Double, to end: Double) async throws {
    try await world.records.hold(
      bed, for: nil, from: world.hours(start), until: world.hours(end), reason: nil,
      occupation: TestDatabase.new(), as: world.caller)
  }

  private func plan(
    _ world: TestWorld, _ bed: Bed.ID, _ seeker: BedSeeker, from start: Double, to end: Double
  ) async throws {
    try await world.records.planArrival(
      in: bed, of: seeker, at: world.hours(start), until: world.hours(end), reason: nil,
      occupation: TestDatabase.new(), as: world.caller)
  }

  private func occupation(of bed: Bed.ID, at hour: Double, _ world: TestWorld) async throws -> OccupationKind?
  {
    try await world.board(at: world.hours(hour)).first { $0.bed.id == bed }?.bed.occupation
  }
}
