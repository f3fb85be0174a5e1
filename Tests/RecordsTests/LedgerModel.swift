import Clinic
import Foundation
import TestSupport

/// One thing that somebody tries.
struct LedgerStep: CustomStringConvertible {
  enum Action {
    case move(Move.ID, MoveEvent, StageState, Date, isPlanned: Bool)
    case shift(Move.ID, to: Move.ID, Date)
    case remove(Move.ID)
    case withdraw(Move.ID)
  }

  let action: Action
  let description: String

  /// Anything, legal or not, at whole hours around now so that times coincide.
  init(_ number: Int, model: LedgerModel, now: Date, using random: inout SeededRandom) {
    let hour = Double(Int.random(in: -40...12, using: &random))
    let time = TestDatabase.now.addingTimeInterval(hour * 3_600)
    let line = model.lines.randomElement(using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<2 where line != nil:
      action = .shift(line?.id ?? TestDatabase.new(), to: TestDatabase.new(), time)
    case 2 where line != nil: action = .remove(line?.id ?? TestDatabase.new())
    case 3 where line != nil: action = .withdraw(line?.id ?? TestDatabase.new())
    default:
      let moves: [(MoveEvent, StageState)] = [
        (.transfer, .residential), (.transfer, .aftercare), (.transfer, .detox), (.leave, .residentialLeave),
        (.leave, .detoxLeave), (.leave, .aftercareLeave), (.return, .residential), (.return, .detox),
        (.return, .aftercare), (.complete, .ended), (.discharge, .ended),
      ]
      let (event, to) =
        model.lines.isEmpty
        ? (MoveEvent.admit, StageState.detox) : moves.randomElement(using: &random) ?? moves[0]
      let when = event == .admit ? TestDatabase.now.addingTimeInterval(-50 * 3_600) : time
      action = .move(TestDatabase.new(), event, to, when, isPlanned: Bool.random(using: &random))
    }
    description = "step \(number), \(action), at \(now)"
  }
}

/// The ledger as a list that is replayed, by the rules and nothing else.
struct LedgerModel {
  struct Line {
    var id: Move.ID
    let number: Int
    let event: MoveEvent
    let to: StageState
    var time: Date
  }

  let rules: StageRules
  private(set) var lines: [Line] = []
  private var numbers = 0

  init(rules: StageRules, lines: [Line] = []) {
    self.rules = rules
    self.lines = lines
  }

  /// Does the step, and says whether it is allowed; what is not allowed leaves a model that nobody should use.
  mutating func take(_ step: LedgerStep, now: Date) -> Bool {
    switch step.action {
    case .move(let id, let event, let to, let time, let isPlanned):
      if time > now, !isPlanned { return false }
      if let first = lines.map(\.time).min(), time < first { return false }
      if to == .ended { lines.removeAll { $0.time > max(time, now) } }
      // Where the person stood then decides what they could do.
      let from = state(at: time)
      guard rules.allowed(from: from).contains(where: { $0.event == event && $0.to == to }) else {
        return false
      }
      numbers += 1
      lines.append(Line(id: id, number: numbers, event: event, to: to, time: time))
    case .shift(let wrong, let id, let time):
      for index in lines.indices where lines[index].id == wrong {
        if time > now, lines[index].time <= now { return false }
        if lines[index].time == time { break }
        lines[index].time = time
        lines[index].id = id
      }
    case .remove(let wrong): lines.removeAll { $0.id == wrong }
    case .withdraw(let planned):
      if lines.contains(where: { $0.id == planned && $0.time <= now }) { return false }
      lines.removeAll { $0.id == planned }
    }
    return replayed() != nil
  }

  func state(at time: Date) -> StageState {
    LedgerModel(rules: rules, lines: lines.filter { $0.time <= time }).replayed() ?? .none
  }

  /// Where it ends; nil where some line is not allowed.
  private func replayed() -> StageState? {
    var state = StageState.none
    var since: Date?
    for line in lines.sorted(by: { ($0.time, $0.number) < ($1.time, $1.number) }) {
      var to = line.to
      if let stage = state.stage, line.event == .leave || line.event == .return {
        to = StageState(stage, onLeave: line.event == .leave)
      }
      guard rules.allowed(from: state).contains(where: { $0.event == line.event && $0.to == to }) else {
        return nil
      }
      if line.event == .transfer || to.stage != state.stage {
        if since == line.time { return nil }
        since = line.time
      }
      state = to
    }
    return state
  }
}
