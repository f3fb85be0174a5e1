import Foundation
import Glibc

/// The event loop: one thread that owns all connections of a database.
///
/// Tasks hand it units of work through the inbox and are resumed when the answer is there. It never blocks:
/// connecting, looking up names and `PQcancel` happen on threads made for the purpose.
///
/// `@unchecked Sendable`: the inbox is locked; everything else is touched by the loop's thread alone.
final class Reactor: @unchecked Sendable {
  typealias Call = @Sendable (Reactor) -> Void

  struct Inbox {
    var units: [(lane: Int, unit: WorkUnit)] = []
    var calls: [Call] = []
    /// How many units each lane holds, waiting or running.
    var load: [Int]
    var isSleeping = false
    var isClosed = false
  }

  let configuration: Database.Configuration
  let lanes: [LaneState]
  let hub = NotificationHub()
  var poller = Poller()
  var sessions: [UInt64: Session] = [:]
  var nextID: UInt64 = 0
  var nextTimer: ContinuousClock.Instant?
  /// Units answered since the inbox was last looked at, by lane.
  var answered: [Int]
  var isStopping = false

  private let inbox: Locked<Inbox>
  private let limits: [Int]
  private let alarm: Int32
  private var unitsTaken: [(lane: Int, unit: WorkUnit)] = []
  private var callsTaken: [Call] = []

  init(_ configuration: Database.Configuration) {
    self.configuration = configuration
    lanes = configuration.lanes.enumerated().map { index, lane in
      LaneState(index: index, settings: lane, target: configuration.target(for: lane))
    }
    limits = lanes.map(\.settings.queueLimit)
    answered = Array(repeating: 0, count: lanes.count)
    inbox = Locked(Inbox(load: answered))
    alarm = poller.alarm
    let thread = Thread { self.run() }
    thread.name = "postgres"
    thread.start()
  }

  /// Hands over a unit for whichever session of the lane is free first.
  func submit(_ unit: WorkUnit, lane: Int) {
    let refusal = inbox.withLock { inbox -> (error: PostgresError?, wake: Bool) in
      guard !inbox.isClosed else { return (.databaseClosed, false) }
      guard inbox.load[lane] < limits[lane] else { return (.queueFull, false) }
      inbox.load[lane] += 1
      inbox.units.append((lane, unit))
      return (nil, rouse(&inbox))
    }
    if let error = refusal.error { unit.answer(error) }
    if refusal.wake { ring() }
  }

  /// Runs something on the loop's thread.
  ///
  /// After the database was closed it still runs, on a stopped loop's terms:
  /// `false` says that it never will.
  @discardableResult
  func post(_ call: @escaping Call) -> Bool {
    let (accepted, wake) = inbox.withLock { inbox -> (Bool, Bool) in
      guard !inbox.isClosed else { return (false, false) }
      inbox.calls.append(call)
      return (true, rouse(&inbox))
    }
    if wake { ring() }
    return accepted
  }

  private func rouse(_ inbox: inout Inbox) -> Bool {
    defer { inbox.isSleeping = false }
    return inbox.isSleeping
  }

  private func ring() {
    var one: UInt64 = 1
    _ = write(alarm, &one, 8)
  }

  private func run() {
    while !isStopping {
      let mayWait = takeInbox()
      for (lane, unit) in unitsTaken { admit(unit, lanes[lane]) }
      unitsTaken.removeAll(keepingCapacity: true)
      for call in callsTaken { call(self) }
      callsTaken.removeAll(keepingCapacity: true)
      for lane in lanes { pump(lane) }
      let milliseconds = mayWait ? millisecondsToNextTimer() : 0
      for index in 0..<poller.wait(milliseconds: milliseconds) {
        guard let (id, isWritable) = poller.ready(index) else { continue }
        if let session = sessions[id] {
          handle(session, isWritable: isWritable)
        } else {
          hub.handle(id, self)
        }
      }
      inbox.withLock { $0.isSleeping = false }
      runTimersIfDue()
    }
  }

  /// Takes what has come in.
  ///
  /// Returns whether the loop may sleep until somebody rings.
  private func takeInbox() -> Bool {
    inbox.withLock { inbox in
      swap(&unitsTaken, &inbox.units)
      swap(&callsTaken, &inbox.calls)
      for index in answered.indices where answered[index] != 0 {
        inbox.load[index] -= answered[index]
        answered[index] = 0
      }
      inbox.isSleeping = unitsTaken.isEmpty && callsTaken.isEmpty
      return inbox.isSleeping
    }
  }

  /// Refuses everything from here on and ends the thread.
  func stop() {
    let (units, calls) = inbox.withLock { inbox in
      inbox.isClosed = true
      defer { (inbox.units, inbox.calls) = ([], []) }
      return (inbox.units, inbox.calls)
    }
    for (_, unit) in units { unit.answer(.databaseClosed) }
    for call in calls { call(self) }
  }
}

extension PostgresError {
  static let databaseClosed = PostgresError(.closed, .notSent, "the database was closed")
  static let queueFull = PostgresError(.overloaded, .notSent, "too many units wait already")
}
