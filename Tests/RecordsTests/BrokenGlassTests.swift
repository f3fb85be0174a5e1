import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Charts that are closed, and how they are opened in an emergency.
@Suite(.database, .timeLimit(.minutes(10)))
struct BrokenGlassTests {
  /// A restricted chart, and a nurse who is not of its care team.
  private struct Closed {
    let world: TestWorld
    let patient: Patient.ID
    let nurse: Caller
    let officer: Caller

    init() async throws {
      world = try TestWorld()
      patient = try await world.patient("Testa", "Closedperson")
      nurse = try await Self.caller(.nurse)
      officer = try await Self.caller(.privacyOfficer)
      try await world.records.restrict(
        ChartRestriction(
          id: TestDatabase.new(), patientID: patient, reason: Line("known to the staff"),
          at: TestDatabase.now), as: world.caller)
    }

    static func caller(_ role: Role) async throws -> Caller {
      Caller(token: try await TestDatabase.required().token(of: role), source: .cli, requestID: "test")
    }

    /// The records so many seconds later.
    func later(_ seconds: Double) -> Records {
      Records(world.records.database, clock: { TestDatabase.now.addingTimeInterval(seconds) })
    }

    func find(afterSeconds seconds: Double = 0) async throws -> PatientRecord? {
      try await later(seconds).run(
        as: nurse, Action(.patientRead, patients: [patient]), Patients.find(patient))
    }

    func grounds(minutes: Int16 = 60) throws -> BrokenGlass.Grounds {
      try BrokenGlass.Grounds(
        .named(family: Patient.Name("closedPerson"), born: Day("1990-05-17")),
        reason: "found unconscious in the yard", minutes: minutes)
    }
  }

  @Test func `glass opens one chart for its time, to the second, and then closes it`() async throws {
    let closed = try await Closed()
    #expect(try await closed.find() == nil)

    let glass = try await closed.world.records.breakGlass(
      closed.grounds(minutes: 30), id: TestDatabase.new(), as: closed.nurse)

    #expect(glass.patientID == closed.patient)
    #expect(try await closed.find()?.familyName == "Closedperson")
    #expect(try await closed.find(afterSeconds: 1_799) != nil)
    #expect(try await closed.find(afterSeconds: 1_800) == nil)
  }

  @Test func `it is in the trail with the patient, and there is none without`() async throws {
    let closed = try await Closed()
    let glass = try await closed.world.records.breakGlass(
      closed.grounds(), id: TestDatabase.new(), as: closed.nurse)
    let trail = Query<[Patient.ID]>.one(
      "SELECT patients FROM audit.event WHERE action = 'chart.break_glass' AND subject = \(glass.id)"
    ) { try $0[0] }
    #expect(try await closed.world.database.owner.run(trail) == [closed.patient])

    _ = try await closed.world.database.owner.run(.execute("REVOKE INSERT ON audit.event FROM stepwell_app"))
    await #expect(throws: (any Error).self) {
      try await closed.world.records.breakGlass(closed.grounds(), id: TestDatabase.new(), as: closed.nurse)
    }
    let count = Query<Int64>.one("SELECT count(*) FROM access.broken_glass") { try $0[0] }
    #expect(try await closed.world.database.owner.run(count) == 1)
  }

  @Test func `it is told at once, with identifiers and nothing else`() async throws {
    let closed = try await Closed()
    let alerts = try await closed.world.database.owner.listen(on: "stepwell_alert")
    let glass = try await closed.world.records.breakGlass(
      closed.grounds(), id: TestDatabase.new(), as: closed.nurse)

    for try await alert in alerts {
      #expect(alert.payload.contains(glass.id.description) && alert.payload.contains("glass_broken"))
      #expect(!alert.payload.lowercased().contains("closed") && !alert.payload.contains("yard"))
      break
    }
  }

  @Test func `another signs it off, once`() async throws {
    let closed = try await Closed()
    let glass = try await closed.world.records.breakGlass(
      closed.grounds(), id: TestDatabase.new(), as: closed.nurse)
    let queue = Action("broken_glass.list", needs: .glassReview)
    let waiting = try await closed.world.records.run(
      as: closed.officer, queue, list: BrokenGlasses.list(isReviewed: false))
    #expect(waiting.map(\.id) == [glass.id])

    await #expect(throws: InvalidValue.self) {
      try await closed.world.records.review(glass.id, .notJustified, note: nil, as: closed.officer)
    }
    try await closed.world.records.review(glass.id, .justified, note: nil, as: closed.officer)
    let again = await #expect(throws: Conflict.self) {
      try await closed.world.records.review(glass.id, .justified, note: nil, as: closed.officer)
    }
    #expect(again?.code == "already-dealt-with")
    #expect(
      try await closed.world.records.run(
        as: closed.officer, queue, list: BrokenGlasses.list(isReviewed: false)
      )
      .isEmpty)
    await #expect(throws: NotPermitted.self) {
      try await closed.world.records.review(glass.id, .justified, note: nil, as: closed.nurse)
    }
  }

  @Test func `nobody signs off their own`() async throws {
    let closed = try await Closed()
    let both = Caller(
      token: try await closed.world.database.token(of: .nurse, .privacyOfficer), source: .cli,
      requestID: "test")
    let glass = try await closed.world.records.breakGlass(
      closed.grounds(), id: TestDatabase.new(), as: both)

    await #expect(throws: OwnGlass.self) {
      try await closed.world.records.review(glass.id, .justified, note: nil, as: both)
    }
  }

  @Test func `two things that fit several people open no chart`() async throws {
    let closed = try await Closed()
    _ = try await closed.world.patient("Another", "Closedperson")

    let refusal = await #expect(throws: Conflict.self) {
      try await closed.world.records.breakGlass(closed.grounds(), id: TestDatabase.new(), as: closed.nurse)
    }

    #expect(refusal?.code == "several-people")
  }

  @Test func `a bed of somebody whose chart is closed is taken, by nobody one learns of`() async throws {
    let closed = try await Closed()
    let bed = closed.world.database.north.detoxBeds[0]
    let team = try await closed.world.database.staff(of: [.director, .intake])
    try await closed.world.database.addToCareTeam(team.id, of: closed.patient)
    let member = Caller(token: team.token, source: .cli, requestID: "test")
    _ = try await closed.world.records.admit(
      closed.patient, to: closed.world.database.north.id, intake: nil, episode: TestDatabase.new(),
      try closed.world.move(.admit, to: .detox, at: closed.world.hours(-5), bed: bed), as: member)

    for known in [nil, closed.world.hours(0)] {
      let places = try await closed.world.records.run(
        as: closed.nurse, Action(.boardRead),
        list: Board.at(closed.world.hours(-1), knownAt: known, facility: closed.world.database.north.id))
      let place = try #require(places.first { $0.bed.id == bed })
      #expect(place.bed.occupation == .stay && place.isRestricted)
      #expect(place.patientID == nil && place.patientName == nil && place.episodeID == nil)
      #expect(places.count { $0.isRestricted } == 1 && Census(places).free == 7)
    }
    let refusal = await #expect(throws: BedTaken.self) {
      try await closed.world.records.hold(
        bed, for: nil, from: closed.world.hours(0), until: closed.world.hours(1), reason: nil,
        occupation: TestDatabase.new(), as: closed.nurse)
    }
    #expect(refusal?.occupiedBy == .stay)
    let moves = try await closed.world.records.run(
      as: closed.nurse, Action(.episodeRead),
      Query<Int64>.one("SELECT count(*) FROM clinic.move") { try $0[0] })
    #expect(moves == 0)
  }
}
