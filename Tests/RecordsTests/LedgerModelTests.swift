import Clinic
import Foundation
import Postgres
import Records
import Synchronization
import TestSupport
import Testing

/// Random moves, late, planned and corrected, against a model of a few lines: the same are accepted, and state, stage and
/// bed are the same at every point of both times.
@Suite(.database, .timeLimit(.minutes(10)))
struct LedgerModelTests {
  @Test(arguments: [3, 20_260_615, 4_711, 88_001] as [UInt64])
  func `the ledger and a simple model agree at every point of both times`(seed: UInt64) async throws {
    var random = SeededRandom(seed)
    let world = try TestWorld()
    let clock = SteppingClock(TestDatabase.now)
    let records = Records(world.records.database, clock: { clock.now })
    let patient = try await world.patient()
    let bed = world.database.north.residentialBeds[0]
    var model = LedgerModel(rules: try .shipped())
    var episode: Episode.ID?
    var written: [Episode.ID: [(known: Date, lines: [LedgerModel.Line])]] = [:]
    var accepted = 0

    for number in 0..<70 {
      clock.advance(by: 600)
      let step = LedgerStep(number, model: model, now: clock.now, using: &random)
      var tried = model
      let isLegal = tried.take(step, now: clock.now)
      do {
        let made = try await perform(step, episode, patient, bed, world, records)
        #expect(isLegal, "accepted what the model refuses: \(step), seed \(seed)")
        episode = episode ?? made
        guard let id = episode else { continue }
        model = tried
        written[id, default: []].append((clock.now, model.lines))
        if model.lines.isEmpty { episode = nil }
        accepted += 1
      } catch let refusal as any Refusal {
        #expect(!isLegal, "refused what the model accepts: \(step), \(refusal.message), seed \(seed)")
      }
    }

    #expect((15...65).contains(accepted), "\(accepted) of 70 steps were legal, seed \(seed)")
    for (id, versions) in written {
      let facts = try await LedgerFacts(of: id, world.database.owner)
      for (known, lines) in versions {
        for hour in stride(from: -60.0, through: 60, by: 3.5) {
          let time = TestDatabase.now.addingTimeInterval(hour * 3_600)
          let wanted = LedgerModel(rules: model.rules, lines: lines).state(at: time)
          let point = "at \(time) as known at \(known), seed \(seed)"
          #expect(facts.state(at: time, known) == wanted, "\(point)")
          #expect(facts.stage(at: time, known) == wanted.stage, "\(point)")
          let hasBed = wanted.stage == .residential || wanted.stage == .detox
          #expect(
            facts.bed(at: time, known) == (hasBed ? (wanted.isOnLeave ? .leave : .stay) : nil), "\(point)")
        }
      }
    }
  }

  /// Returns the new episode, if one began.
  private func perform(
    _ step: LedgerStep, _ episode: Episode.ID?, _ patient: Patient.ID, _ bed: Bed.ID, _ world: TestWorld,
    _ records: Records
  ) async throws -> Episode.ID? {
    switch step.action {
    case .move(let id, let event, let to, let time, let isPlanned):
      let needsBed = (event == .admit || event == .transfer) && to != .aftercare
      var request = try world.move(
        event, to: to, at: time, bed: needsBed ? bed : nil, reason: event == .discharge ? .other : nil
      ).request
      request.isPlanned = isPlanned
      let move = NewMove(id: id, stayID: TestDatabase.new(), request: request)
      if event == .admit {
        let new: Episode.ID = TestDatabase.new()
        _ = try await records.admit(
          patient, to: world.database.north.id, intake: nil, episode: new, move, as: world.caller)
        return new
      }
      guard let episode else { throw NotFound("episode") }
      _ = try await records.move(move, in: episode, as: world.caller)
    case .shift(let wrong, let id, let time):
      guard let episode else { throw NotFound("episode") }
      _ = try await records.correct(
        MoveCorrection(id: id, moveID: wrong, change: .effective(at: time), reason: try Note("typo")),
        in: episode, as: world.caller)
    case .remove(let wrong):
      guard let episode else { throw NotFound("episode") }
      _ = try await records.correct(
        MoveCorrection(
          id: TestDatabase.new(), moveID: wrong, change: .enteredInError, reason: try Note("other person")),
        in: episode, as: world.caller)
    case .withdraw(let move):
      guard let episode else { throw NotFound("episode") }
      _ = try await records.withdraw(move, reason: nil, in: episode, as: world.caller)
    }
    return nil
  }
}

/// A clock that a test moves on.
final class SteppingClock: Sendable {
  private let time: Mutex<Date>

  init(_ start: Date) { time = Mutex(start) }

  var now: Date { time.withLock(\.self) }

  func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}

/// What the tables say of one episode, at any point of both times.
struct LedgerFacts {
  private struct Fact {
    let value: String
    let order: Int32
    let start: Date
    let end: Date?
    let knownFrom: Date
    let knownTo: Date?

    func counts(at time: Date, _ known: Date) -> Bool {
      start <= time && end.map { time < $0 } ?? true && knownFrom <= known
        && knownTo.map { known < $0 } ?? true
    }
  }

  private let moves: [Fact]
  private let stays: [Fact]
  private let beds: [Fact]

  init(of episode: Episode.ID, _ owner: Database) async throws {
    let known: SQL = "known_from, CASE WHEN known_to = 'infinity' THEN NULL ELSE known_to END AS known_to"
    let ends: SQL =
      "lower(valid) AS starts, CASE WHEN upper_inf(valid) THEN NULL ELSE upper(valid) END AS ends"
    func read(_ sql: SQL) -> Query<[Fact]> {
      .all(sql) { row in
        Fact(
          value: try row["value"], order: try row["ordering"], start: try row["starts"], end: try row["ends"],
          knownFrom: try row["known_from"], knownTo: try row["known_to"])
      }
    }
    (moves, stays, beds) = try await owner.run(
      read(
        """
        SELECT to_state AS value, sequence AS ordering, effective_at AS starts, NULL::timestamptz AS ends, \(known)
        FROM clinic.move WHERE episode_id = \(episode)
        """),
      read(
        "SELECT stage::text AS value, 0 AS ordering, \(ends), \(known) FROM clinic.stay_fact WHERE episode_id = \(episode)"
      ),
      read(
        "SELECT kind AS value, 0 AS ordering, \(ends), \(known) FROM clinic.occupation WHERE episode_id = \(episode)"
      ))
  }

  func state(at time: Date, _ known: Date) -> StageState {
    let last = moves.filter { $0.counts(at: time, known) }.max { ($0.start, $0.order) < ($1.start, $1.order) }
    return last.flatMap { StageState(rawValue: $0.value) } ?? .none
  }

  /// Nil also where two stays overlap, which no model has.
  func stage(at time: Date, _ known: Date) -> Stage? {
    let found = stays.filter { $0.counts(at: time, known) }
    return found.count == 1 ? Stage(rawValue: found[0].value) : nil
  }

  func bed(at time: Date, _ known: Date) -> OccupationKind? {
    let found = beds.filter { $0.counts(at: time, known) }
    return found.count == 1 ? OccupationKind(rawValue: found[0].value) : nil
  }
}
