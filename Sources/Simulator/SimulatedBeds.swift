import Clinic
import Records

/// The beds of a facility by their place in it, and since when those that are free have been so.
struct SimulatedBeds {
  /// The identifiers, detox first.
  private(set) var all: [UUIDWords] = []
  private var free: [Stage: [Int]] = [:]
  private var since: [Int64] = []
  /// Beds that are being cleaned or repaired, or of which nobody wrote down yet that they are empty.
  private var waiting: [(place: Int, stage: Stage)] = []

  mutating func add(_ bed: UUIDWords, for stage: Stage, since time: Int64) {
    free[stage, default: []].append(all.count)
    all.append(bed)
    since.append(time)
  }

  func hasFree(_ stage: Stage) -> Bool { free[stage]?.isEmpty == false }

  /// Takes the bed that was free the longest; nil when there is none.
  mutating func take(_ stage: Stage) -> (place: Int, since: Int64)? {
    guard hasFree(stage), let place = free[stage]?.removeFirst() else { return nil }
    return (place, since[place])
  }

  /// Takes the last bed out of use for good.
  mutating func takeLast(_ stage: Stage) -> Int? { free[stage]?.popLast() }

  /// Gives back a bed that was left at `left` and may be given to somebody from `ready` on.
  mutating func give(_ place: Int, _ stage: Stage, left: Int64, ready: Int64) {
    since[place] = ready
    if ready <= left {
      free[stage, default: []].append(place)
    } else {
      waiting.append((place, stage))
    }
  }

  /// Lets the beds be given on that are ready at `time`.
  mutating func freeReady(at time: Int64) {
    for bed in waiting where since[bed.place] <= time { free[bed.stage, default: []].append(bed.place) }
    waiting.removeAll { since[$0.place] <= time }
  }
}

/// Something that happened to a bed, as somebody believed it from `told` until it was `withdrawn`.
///
/// All of them together say what stood in every bed at every instant, as it was known at any other; no fact is made of
/// them, so that the board can be checked against them.
struct BedEvent {
  /// What stands in the bed from then on.
  struct State: Hashable {
    let kind: OccupationKind
    var stay: UUIDWords?
    var patient: UUIDWords?
    var stage: Stage?
  }

  let bed: UUIDWords
  let at: Int64
  let told: Int64
  let withdrawn: Int64
  /// Nil when the bed is free from then on.
  let state: State?
}

extension SimulatedFacility {
  /// Notes what happened to a bed, first as it was told wrong if it was.
  mutating func note(_ telling: SimulatedTelling, _ place: Int, _ state: BedEvent.State?) {
    if let wrong = telling.mistake {
      note(place, at: wrong.at, told: wrong.told, until: telling.told, state)
    }
    note(place, at: telling.at, told: telling.told, state)
  }

  mutating func note(
    _ place: Int, at time: Int64, told: Int64, until withdrawn: Int64 = .max, _ state: BedEvent.State?
  ) {
    bedEvents.append(
      BedEvent(bed: beds.all[place], at: time, told: told, withdrawn: withdrawn, state: state))
  }
}
