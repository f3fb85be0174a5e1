import Clinic
import Foundation
import Records
import Synchronization
import TestSupport
import Testing

/// Random histories against a model of a few lines: the same moves are accepted, and the board shows the same people
/// at every instant, as known now and as known then.
@Suite(.database) struct HistoryTests {
  @Test(arguments: [1, 20_260_615, 977] as [UInt64])
  func `the database and a simple model agree about random histories`(seed: UInt64) async throws {
    var random = SeededRandom(seed)
    let world = try TestWorld()
    let clock = TestClock(TestDatabase.now)
    let records = Records(world.records.database, clock: { clock.now })
    var model = Model(beds: world.database.north.detoxBeds + world.database.north.residentialBeds)
    var people: [Patient.ID] = []
    for number in 0..<7 { people.append(try await world.patient("Person", "Zzyx-\(number)")) }
    var accepted = 0
    var photographs: [(at: Date, shown: [Bed.ID: Patient.ID])] = []

    for step in 0..<60 {
      clock.advance(by: Double(Int.random(in: 60...7_200, using: &random)))
      let patient = people[Int.random(in: 0..<people.count, using: &random)]
      let step = Step(step: step, of: patient, model: model, using: &random)
      let isLegal = try model.allows(step)
      do {
        try await perform(step, model: model, world: world, records: records, at: clock.now)
          .map { model.open[patient] = $0 }
        #expect(isLegal, "accepted what the model refuses: \(step), seed \(seed)")
        model.apply(step)
        accepted += 1
      } catch let refusal as any Refusal {
        #expect(!isLegal, "refused what the model accepts: \(step), \(refusal.message), seed \(seed)")
      }
      photographs.append((clock.now, model.shown))
    }

    #expect((10...50).contains(accepted), "\(accepted) of 60 steps were legal, seed \(seed)")
    for (at, shown) in photographs {
      let asKnownNow = try await board(at, nil, world, records)
      let asKnownThen = try await board(at, at, world, records)
      #expect(asKnownNow == shown, "the board at \(at) differs, seed \(seed)")
      #expect(asKnownThen == shown, "the board as known at \(at) differs, seed \(seed)")
    }
  }

  private func board(
    _ at: Date, _ knownAt: Date?, _ world: TestWorld, _ records: Records
  ) async throws -> [Bed.ID: Patient.ID] {
    let places = try await records.run(
      as: world.caller, Action(.boardRead),
      list: Board.at(at, knownAt: knownAt, facility: world.database.north.id))
    let census = Census(places)
    #expect(census.free + census.occupied.values.reduce(0, +) == census.beds)
    return Dictionary(
      uniqueKeysWithValues: places.compactMap { place in place.patientID.map { (place.bed.id, $0) } })
  }

  /// Returns the new episode, if one began.
  private func perform(
    _ step: Step, model: Model, world: TestWorld, records: Records, at now: Date
  ) async throws -> Episode.ID? {
    let move = try world.move(step.event, to: step.to, at: now, bed: step.bed, reason: step.reason)
    if step.event == .admit {
      let episode: Episode.ID = TestDatabase.new()
      _ = try await records.admit(
        step.patient, to: world.database.north.id, intake: nil, episode: episode, move, as: world.caller)
      return episode
    }
    guard let episode = model.open[step.patient] else { throw NotFound("episode") }
    _ = try await records.move(move, in: episode, as: world.caller)
    return nil
  }
}

/// One thing that somebody tries.
private struct Step: CustomStringConvertible {
  let patient: Patient.ID
  let event: MoveEvent
  let to: StageState
  let bed: Bed.ID?
  let reason: DischargeReason?
  let description: String

  init(step: Int, of patient: Patient.ID, model: Model, using random: inout SeededRandom) {
    let events: [(MoveEvent, StageState)] = [
      (.admit, .detox), (.admit, .residential), (.transfer, .residential), (.transfer, .aftercare),
      (.transfer, .detox), (.leave, .residentialLeave), (.return, .residential), (.leave, .detoxLeave),
      (.return, .detox), (.complete, .ended), (.discharge, .ended),
    ]
    let (event, to) = events[Int.random(in: 0..<events.count, using: &random)]
    let needsBed = (event == .admit || event == .transfer) && to != .aftercare
    self.patient = patient
    self.event = event
    self.to = to
    bed = needsBed ? model.beds[Int.random(in: 0..<model.beds.count, using: &random)] : nil
    reason = event == .discharge ? .leftAgainstAdvice : nil
    description = "step \(step), \(event) to \(to)"
  }
}

/// Who is where, without times: a dictionary and the stage rules.
private struct Model {
  let beds: [Bed.ID]
  var open: [Patient.ID: Episode.ID] = [:]
  private var states: [Patient.ID: StageState] = [:]
  private(set) var shown: [Bed.ID: Patient.ID] = [:]

  init(beds: [Bed.ID]) {
    self.beds = beds
  }

  func allows(_ step: Step) throws -> Bool {
    let state = states[step.patient] ?? .none
    let event = step.event == .admit && state == .ended ? .readmit : step.event
    let rules = try StageRules.shipped().allowed(from: state)
    guard rules.contains(where: { $0.event == event && $0.to == step.to }) else { return false }
    return step.bed.map { shown[$0] == nil || shown[$0] == step.patient } ?? true
  }

  mutating func apply(_ step: Step) {
    states[step.patient] = step.to
    if step.event == .leave || step.event == .return { return }
    shown = shown.filter { $0.value != step.patient }
    if let bed = step.bed { shown[bed] = step.patient }
  }
}

/// A clock that a test moves on.
private final class TestClock: Sendable {
  private let time: Mutex<Date>

  init(_ start: Date) {
    time = Mutex(start)
  }

  var now: Date { time.withLock(\.self) }

  func advance(by seconds: Double) {
    time.withLock { $0 += seconds }
  }
}
