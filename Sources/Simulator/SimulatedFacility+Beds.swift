import Clinic
import Records

extension SimulatedFacility {
  private static let hour: Int64 = 3_600_000_000

  /// Gives back a bed that somebody left; now and then it is cleaned or repaired first.
  mutating func giveBack(_ place: Int, _ stage: Stage, _ telling: SimulatedTelling) {
    note(telling, place, nil)
    var ready = telling.told
    let luck = random.unit()
    if luck < 0.24 {
      let isRepair = luck < 0.02
      let until = telling.at + Int64(isRepair ? random.number(24...120) : random.number(2...5)) * Self.hour
      writeBlocked(
        place, SimulatedSpan(began: SimulatedTelling(at: telling.at, told: telling.told), expected: until),
        isRepair ? "repair" : "cleaning")
      ready = max(ready, until)
    }
    beds.give(place, stage, left: telling.at, ready: ready)
  }

  /// Takes a bed out of use.
  mutating func writeBlocked(_ place: Int, _ span: SimulatedSpan, _ reason: String) {
    note(span.began, place, BedEvent.State(kind: .blocked))
    if let until = span.expected { note(place, at: until, told: span.began.told, nil) }
    writeOccupation(place, .blocked, span, stay: nil, episode: nil, patient: nil, reason: reason)
  }

  /// The holds of a bed between the time from which it was free and the one at which somebody gets it: now and then one
  /// that expired, and one that ends in this admission.
  mutating func writeHolds(
    _ place: Int, since: Int64, until telling: SimulatedTelling, for patient: UUIDWords?, chance: Double
  ) {
    let hours = Int((telling.at - since) / Self.hour)
    guard hours >= 3 else { return }
    let isHeld = random.chance(chance)
    let before = isHeld ? random.number(1...min(36, hours / 2)) : 0
    let start = telling.at - Int64(before) * Self.hour
    if random.chance(0.06) {
      let length = random.number(1...min(24, hours - before - 1))
      let expires = start - Int64(random.number(0...min(48, hours - before - 1 - length))) * Self.hour
      writeHold(
        place,
        SimulatedSpan(
          began: SimulatedTelling(
            at: expires - Int64(length) * Self.hour, told: expires - Int64(length) * Self.hour),
          expected: expires), for: nil)
    }
    guard isHeld else { return }
    let deadline = telling.at + Int64(random.number(1...24)) * Self.hour
    writeHold(
      place,
      SimulatedSpan(
        began: SimulatedTelling(at: start, told: start), expected: deadline, ended: telling), for: patient)
  }

  /// Keeps a bed; the hold expires by itself unless it ends in an admission, which `note` tells.
  mutating func writeHold(_ place: Int, _ span: SimulatedSpan, for patient: UUIDWords?) {
    note(span.began, place, BedEvent.State(kind: .hold, patient: patient))
    if let until = span.expected {
      note(place, at: until, told: span.began.told, until: span.ended?.firstTold ?? .max, nil)
    }
    writeOccupation(
      place, .hold, span, stay: nil, episode: nil, patient: patient,
      reason: patient == nil ? "expected arrival" : "next place")
  }

  mutating func writeOccupation(
    _ place: Int, _ kind: OccupationKind, _ span: SimulatedSpan, stay: UUIDWords?, episode: UUIDWords?,
    patient: UUIDWords?, reason: String?
  ) {
    let (bed, facility) = (beds.all[place], id)
    var last: UUIDWords?
    for version in span.versions(history: plan.keepsHistory) {
      let occupation = identifiers.next()
      let corrects = version.isCorrection ? last : nil
      rows.add(.occupation) {
        $0.uuid(occupation)
        $0.uuid(facility)
        $0.uuid(bed)
        $0.text(kind.rawValue)
        $0.uuid(stay)
        $0.uuid(episode)
        $0.uuid(patient)
        $0.range(from: version.from, to: version.to)
        $0.text(reason)
        $0.uuid(corrects)
        $0.time(version.knownFrom)
        $0.time(version.knownTo ?? .max)
      }
      last = occupation
    }
  }
}
