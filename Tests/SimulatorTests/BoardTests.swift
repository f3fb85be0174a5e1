import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Simulator

@Suite(.database, .timeLimit(.minutes(10))) struct BoardTests {
  private static let first = Day(daysSince2000: 9_100) ?? Day(of: TestDatabase.now, in: .gmt)
  private static let days = 90

  @Test(arguments: (0..<3).map { _ in UInt64.random(in: 0...999_999) })
  func `the board says at any instant what the simulator's events say`(seed: UInt64) async throws {
    let test = try TestDatabase.required()
    let simulator = Simulator(seed: seed, size: .episodes(400), from: Self.first, days: Self.days)
    _ = try await simulator.load(into: test.records, as: test.caller)
    let history = try BedHistory(simulator)
    let marks = history.instants
    var random = SplitMix64(seed: seed)

    var compared = 0
    for _ in 0..<40 {
      // Half of them at the very instant of a change, where ranges are easily off by one.
      let isMark = random.chance(0.5)
      let hour: Int64 = 3_600_000_000
      let start = SimulatedDay(-1, from: Self.first).start
      let instant =
        isMark ? random.pick(marks, or: start) : start + Int64(random.number(0...(Self.days + 4) * 24)) * hour
      let known =
        random.chance(0.3) ? random.pick(marks, or: instant) : instant + Int64(random.number(-30...60)) * hour
      for known in [nil, known] {
        compared += try await compare(history, at: instant, known: known, seed: seed)
      }
    }
    #expect(compared > 40 * 2 * 40, "seed \(seed)")
  }

  /// Compares the board bed by bed; how many beds there were.
  private func compare(
    _ history: BedHistory, at instant: Int64, known: Int64?, seed: UInt64
  ) async throws -> Int {
    let test = try TestDatabase.required()
    let at = Date(postgres: instant)
    let board = try await test.records.run(
      as: test.caller, Action(.boardRead),
      list: Board.at(at, knownAt: known.map(Date.init(postgres:)), facility: nil))
    let made = board.filter { $0.bed.facility.hasPrefix("made-up-") }
    let shown = Dictionary(grouping: made) { UUIDWords($0.bed.id.rawValue) }
    let beds = history.beds(at: instant)
    let words: Comment = "seed \(seed), at \(at), known at \(known.map(Date.init(postgres:)) as Date?)"
    #expect(Set(shown.keys) == Set(beds), words)
    #expect(made.count == beds.count, words)
    for bed in beds {
      let expected = history.place(bed, at: instant, known: known)
      #expect(shown[bed]?.map(BedHistory.Place.init) == [expected], words)
    }

    let census = Census(board)
    #expect(census.beds == census.free + census.occupied.values.reduce(0, +), words)
    #expect(census.beds == board.count, words)
    let expected = Dictionary(
      grouping: beds.compactMap { history.place($0, at: instant, known: known).kind }, by: \.self)
    #expect(census.occupied == expected.mapValues(\.count), words)
    return beds.count
  }
}

extension BedHistory.Place {
  init(_ place: BoardPlace) {
    self.init(
      kind: place.bed.occupation, patient: place.patientID.map { UUIDWords($0.rawValue) },
      stage: place.stage, stageDay: place.stageDay, since: place.since, until: place.bed.until)
  }
}
