import Clinic
import Foundation
import Postgres
import Records
import Synchronization
import TestSupport
import Testing

/// Random histories of beds: at every minute the parts of the census add up to the beds, and are what a count by hand of
/// the rows says.
@Suite(.database, .timeLimit(.minutes(10)))
struct CensusTests {
  /// One whose history holds every state; the other is new each time.
  private static let seed: UInt64 = 20_260_615

  @Test(arguments: [seed, UInt64.random(in: 1...1_000_000)])
  func `the states add up to the beds at every minute of a random history`(seed: UInt64) async throws {
    print("census history with seed \(seed)")
    var random = SeededRandom(seed)
    let world = try TestWorld()
    let time = Mutex(TestDatabase.now)
    let records = Records(world.records.database, clock: { time.withLock(\.self) })
    let beds = world.database.north.detoxBeds + world.database.north.residentialBeds
    var people: [(id: Patient.ID, episode: Episode.ID?)] = []
    for number in 0..<6 { people.append((try await world.patient("Person", "Zzyx-\(number)"), nil)) }
    var done: [String: Int] = [:]

    for _ in 0..<90 {
      let now = time.withLock { now -> Date in
        now += Double(Int.random(in: 20...900, using: &random))
        return now
      }
      let bed = beds[Int.random(in: 0..<beds.count, using: &random)]
      let person = Int.random(in: 0..<people.count, using: &random)
      let later = now.addingTimeInterval(Double(Int.random(in: 60...18_000, using: &random)))
      let deed = Deed.allCases[Int.random(in: 0..<Deed.allCases.count, using: &random)]
      do {
        try await deed.perform(
          records, world, bed, of: &people[person], at: now, until: later)
        done[deed.rawValue, default: 0] += 1
      } catch is any Refusal {
        continue
      }
    }

    let rows = try await world.database.owner.run(
      Query<[Row]>.all(
        """
        SELECT bed_id, kind, lower(valid) AS starts, upper(valid) AS ends FROM clinic.occupation
        WHERE known_to = 'infinity'
        """
      ) { row in
        Row(
          bed: try row["bed_id"], kind: try row["kind"], starts: try row["starts"],
          ends: try row["ends"] ?? .distantFuture)
      })
    let start = TestDatabase.now.addingTimeInterval(-120)
    let end = time.withLock(\.self).addingTimeInterval(6 * 3_600)
    var (instant, states) = (start, Set<OccupationKind>())
    while instant < end {
      let places = try await records.run(
        as: world.caller, Action(.boardRead),
        list: Board.at(instant, knownAt: nil, facility: world.database.north.id))
      let (whole, units) = (Census(places), UnitCensus.all(places))
      let standing = rows.filter { $0.starts <= instant && instant < $0.ends }
      let byHand = Dictionary(grouping: standing, by: \.kind).mapValues(\.count)
      #expect(whole.free + whole.occupied.values.reduce(0, +) == whole.beds && whole.beds == beds.count)
      #expect(whole.occupied == byHand, "at \(instant), seed \(seed)")
      #expect(Set(standing.map(\.bed)).count == standing.count, "a bed twice at \(instant), seed \(seed)")
      #expect(units.map(\.census.beds).reduce(0, +) == whole.beds)
      #expect(units.map(\.census.free).reduce(0, +) == whole.free)
      states.formUnion(byHand.keys)
      instant += 60
    }
    if seed == Self.seed {
      #expect(states == Set(OccupationKind.allCases))
      #expect(done.count >= 7, "\(done)")
    }
  }

  private struct Row: Sendable {
    let bed: Bed.ID
    let kind: OccupationKind
    let starts: Date
    let ends: Date
  }
}

/// One thing that somebody does with a bed.
private enum Deed: String, CaseIterable {
  case admit, move, leave, `return`, discharge, hold, plan, block, release

  func perform(
    _ records: Records, _ world: TestWorld, _ bed: Bed.ID,
    of person: inout (id: Patient.ID, episode: Episode.ID?),
    at now: Date, until later: Date
  ) async throws {
    let (caller, occupation) = (world.caller, TestDatabase.new() as Occupation.ID)
    func episode() throws -> Episode.ID {
      guard let episode = person.episode else { throw NotFound("episode") }
      return episode
    }
    func make(_ event: MoveEvent, _ state: StageState, _ reason: DischargeReason? = nil) async throws {
      _ = try await records.move(
        try world.move(event, to: state, at: now, reason: reason), in: try episode(), as: caller)
    }
    switch self {
    case .admit:
      let id: Episode.ID = TestDatabase.new()
      _ = try await records.admit(
        person.id, to: world.database.north.id, intake: nil, episode: id,
        try world.move(.admit, to: .detox, at: now, bed: bed), as: caller)
      person.episode = id
    case .move:
      _ = try await records.moveBed(in: try episode(), to: bed, at: now, reason: nil, as: caller)
    case .leave: try await make(.leave, .detoxLeave)
    case .return: try await make(.return, .detox)
    case .discharge:
      try await make(.discharge, .ended, .leftAgainstAdvice)
      person.episode = nil
    case .hold:
      try await records.hold(
        bed, for: .patient(person.id), from: now, until: later, reason: nil, occupation: occupation,
        as: caller)
    case .plan:
      try await records.planArrival(
        in: bed, of: .patient(person.id), at: later, until: later.addingTimeInterval(7_200), reason: nil,
        occupation: occupation, as: caller)
    case .block:
      try await records.block(
        bed, during: Interval(start: now, end: later), cause: .cleaning, reason: nil, occupation: occupation,
        as: caller)
    case .release:
      let all = try await records.run(
        as: caller, Action(.bedRead), Occupations.releasable(in: bed, after: now))
      guard let first = all.first else { throw NotFound("hold or block") }
      try await records.release(first.occupation.id, at: now, as: caller)
    }
  }
}
