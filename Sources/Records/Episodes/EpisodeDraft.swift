import Clinic
import Foundation

/// An episode as it would be with changes to its ledger; nothing of it is written.
///
/// Every change of what happened in the past or lies ahead goes through here: a move that is entered late, a planned
/// move withdrawn, a correction. All of them are the same: other lines, replayed from the start.
struct EpisodeDraft {
  let record: EpisodeRecord
  let occupations: [EpisodeOccupation]
  let rules: StageRules
  private(set) var lines: [LedgerLine]
  /// The lines that are taken out.
  private(set) var removed: [LedgerLine] = []
  let now: Date
  /// The numbers of moves by the identifiers of lines that others took the place of.
  private let numbers: [Move.ID: Int32]

  init(
    _ record: EpisodeRecord, moves: [MoveRecord], replaced: [(Move.ID, Int32)] = [],
    occupations: [EpisodeOccupation], rules: StageRules, now: Date
  ) {
    numbers = Dictionary(replaced) { first, _ in first }
    var random = SystemRandomNumberGenerator()
    self.record = record
    self.occupations = occupations
    self.rules = rules
    self.now = now
    lines = moves.map {
      LedgerLine(
        $0, id: Identifier(at: now, random: &random), otherwise: Identifier(at: now, random: &random))
    }
  }

  /// Where the episode stands just before a move of `time` would count.
  func state(before time: Date) throws -> StageState {
    let earlier = lines.filter { $0.effectiveAt <= time }
    return try Self.replayed(earlier, rules).state
  }

  /// The number of the next move; the number of a move that was taken out is not given again.
  var nextSequence: Int32 {
    (lines.map(\.sequence) + removed.map(\.sequence) + numbers.values).max().map { $0 + 1 } ?? 1
  }

  mutating func insert(_ line: LedgerLine) {
    lines.append(line)
    sort()
  }

  /// Changes the line of a move that counts now; a line that another took the place of names the same move.
  ///
  /// Throws `NotFound` when there is none.
  mutating func change(
    _ move: Move.ID, field: String = "move_id", _ work: (inout LedgerLine) throws -> Void
  ) throws {
    guard let index = index(of: move) else { throw NotFound("move", field: field) }
    try work(&lines[index])
    sort()
  }

  /// Takes out the line of a move that counts now.
  ///
  /// Throws `NotFound` when there is none.
  mutating func remove(_ move: Move.ID, field: String = "move_id") throws {
    guard let index = index(of: move) else { throw NotFound("move", field: field) }
    removed.append(lines.remove(at: index))
    adjustLeaves()
  }

  /// The line that now stands for a move, whichever of its lines is named.
  func index(of move: Move.ID) -> Int? {
    lines.firstIndex { $0.written?.id == move }
      ?? numbers[move].flatMap { number in lines.firstIndex { $0.sequence == number && $0.written != nil } }
  }

  /// Takes out what is planned after `time`, and returns which moves that were.
  mutating func withdrawPlanned(after time: Date) -> [Move.ID] {
    let ahead = lines.filter { $0.effectiveAt > max(time, now) && $0.written != nil }
    lines.removeAll { $0.effectiveAt > max(time, now) && $0.written != nil }
    removed += ahead
    adjustLeaves()
    return ahead.compactMap { $0.written?.id }
  }

  private mutating func sort() {
    lines.sort { ($0.effectiveAt, $0.sequence) < ($1.effectiveAt, $1.sequence) }
    adjustLeaves()
  }

  /// Somebody leaves from the stage in which they are, and comes back to it, whichever that turns out to have been.
  private mutating func adjustLeaves() {
    var stage: Stage?
    for index in lines.indices {
      switch lines[index].event {
      case .leave: lines[index].to = stage.map { StageState($0, onLeave: true) } ?? lines[index].to
      case .return: lines[index].to = stage.map { StageState($0) } ?? lines[index].to
      default: stage = lines[index].to.stage
      }
    }
  }

  /// Replays the ledger; throws what the first impossible line throws, said of that line.
  func rewritten() throws -> EpisodeRewrite {
    try EpisodeRewrite(self, ledger: Self.replayed(lines, rules))
  }

  private static func replayed(_ lines: [LedgerLine], _ rules: StageRules) throws -> Ledger {
    do {
      return try Ledger(replaying: lines.map(\.entry), rules: rules)
    } catch {
      let line = lines[error.index]
      // What somebody asks for is refused for itself; a line that stood there says that it is in the way.
      if line.isChanged { throw error.reason }
      throw LaterMoveImpossible(
        number: line.sequence, event: line.event, at: line.effectiveAt, reason: error.reason)
    }
  }
}

/// With the change a move that is in the ledger already could not have happened.
package struct LaterMoveImpossible: Refusal {
  /// Its number in the ledger.
  package let number: Int32
  package let event: MoveEvent
  package let at: Date
  package let reason: any Refusal

  package var code: String { reason.code }
  package var kind: RefusalKind { .refusedByRule }
  package var field: String? { reason.field }
  package var value: String? { "\(number)" }
  package var message: String {
    "Then move \(number), \(event.rawValue) at \(at.formatted(.iso8601)), could not have happened: \(reason.message)"
  }
  package var remedy: String {
    "Correct that move in the same correction, or withdraw it first where it is only planned."
  }
}
