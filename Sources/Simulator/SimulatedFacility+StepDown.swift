import Clinic
import Records

extension SimulatedFacility {
  private static let hour: Int64 = 3_600_000_000

  /// What somebody has seen to for the end of a stay that goes on after the last day: more when the end is near, and for
  /// some people nothing.
  mutating func writeGoingOn(_ episode: SimulatedEpisode) {
    let stay = episode.stay
    guard stay.bed != nil else { return }
    writeAuthorizedSoFar(episode)
    guard random.chance(0.85) else { return }
    let next = NextStep(after: stay.stage, &random)
    // The stage should have been completed by now for a few; somebody forgot to say that they stay on.
    let isOverdue = random.chance(0.04) && stay.firstDay < plan.days - 1
    let last = isOverdue ? plan.days - 1 : stay.completion
    let expected = SimulatedDay(last, from: plan.first).at(minute: 600)
    let isSoon = last - plan.days <= 3
    let care = isSoon ? 0.75 : 0.25
    writePlan(episode, next, expected: expected, care)
    if random.chance(care), let at = lately(after: stay.span.began.told + Self.hour, hours: 40) {
      writeAssessment(episode, at: at, known: at, next: next.level)
    }
    if let level = next.level, random.chance(care), let at = lately(after: episode.told, hours: 48) {
      let decisions: [Authorization.Decision] = [.approved, .approved, .approved, .requested, .denied]
      let decision = random.pick(decisions, or: .requested)
      writeAuthorization(episode, level, last...last + 13, decision, known: at)
    }
    if next.stage == .residential, isSoon, random.chance(0.6) {
      holdNext(episode, until: max(expected, end) + 12 * Self.hour)
    }
    if random.chance(isSoon ? 0.7 : 0.15) { writeHandOff(episode, next) }
    if next.stage != .residential, random.chance(care), let at = lately(after: episode.told, hours: 72) {
      let days = random.chance(0.85) ? random.number(1...6) : random.number(8...14)
      let time = SimulatedDay(max(last, plan.days) + days, from: plan.first).at(
        minute: random.number(36...64) * 15)
      writeAppointment(identifiers.next(), episode, at: time, .planned, known: at, until: nil)
    }
  }

  /// What comes after a stay.
  private struct NextStep {
    var stage: Stage?
    /// In the fourth edition; nil where the person leaves us.
    var level: String?
    var destination: String?

    init(after stage: Stage, _ random: inout SplitMix64) {
      let choice = random.unit()
      if stage == .detox && choice < 0.6 {
        (self.stage, level) = (.residential, random.chance(0.6) ? "3.5" : "3.1")
      } else if choice < 0.85 {
        (self.stage, level) = (.aftercare, random.chance(0.3) ? "2.1" : "1.5")
      } else {
        destination = random.pick(["Faraway House (made up)", "Recovery home Wobbin (made up)"], or: "home")
      }
    }
  }

  /// A minute of the last `hours` hours that is after `time`; nil when there is none.
  private mutating func lately(after time: Int64, hours: Int) -> Int64? {
    let minutes = min(Int((end - time) / 60_000_000) - 1, hours * 60)
    return minutes > 1 ? end - Int64(random.number(1...minutes)) * 60_000_000 : nil
  }

  /// The payer's word on the stay that goes on; for some it ends before the stay does.
  private mutating func writeAuthorizedSoFar(_ episode: SimulatedEpisode) {
    let (stay, luck) = (episode.stay, random.unit())
    guard luck < 0.93, let at = lately(after: episode.told, hours: 48) else { return }
    let last = luck < 0.75 ? stay.completion - 1 : max(stay.firstDay, plan.days - random.number(0...3))
    writeAuthorization(episode, stay.level, stay.firstDay...max(stay.firstDay, last), .approved, known: at)
  }

  private mutating func writePlan(
    _ episode: SimulatedEpisode, _ next: NextStep, expected: Int64, _ care: Double
  ) {
    guard let at = lately(after: episode.told, hours: 48) else { return }
    let (row, person, facility, stay) = (identifiers.next(), people[episode.person].id, id, episode.stay)
    let isSaid = random.chance(0.9)
    let basis: StepDownPlan.Basis = random.chance(0.6) ? .protocol : .clinician
    let transport: StepDownPlan.Transport? =
      random.chance(care * 0.7) ? random.pick([.family, .clinic, .taxi, .public], or: .clinic) : nil
    rows.add(.stepDownPlan) {
      $0.uuid(row)
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.time(isSaid ? expected : nil)
      $0.text(isSaid ? basis.rawValue : nil)
      $0.text(next.stage?.rawValue)
      $0.int16(next.level == nil ? nil : 4)
      $0.text(next.level)
      $0.text(next.destination)
      $0.text(transport?.rawValue)
      $0.time(at)
    }
  }

  /// Keeps a residential bed for somebody in detox, if one is free.
  private mutating func holdNext(_ episode: SimulatedEpisode, until deadline: Int64) {
    guard let bed = beds.take(.residential),
      let at = lately(after: max(bed.since, episode.told), hours: 20)
    else { return }
    writeHold(
      bed.place, SimulatedSpan(began: SimulatedTelling(at: at, told: at), expected: deadline),
      for: people[episode.person].id)
  }

  private mutating func writeHandOff(_ episode: SimulatedEpisode, _ next: NextStep) {
    guard let offered = lately(after: episode.told, hours: 48),
      let told = lately(after: offered, hours: 48)
    else { return }
    let (row, handOff) = (identifiers.next(), identifiers.next())
    let (person, facility, stay) = (people[episode.person].id, id, episode.stay)
    let name = random.pick(["Nurse Qorra", "Counsellor Vimble", "Dr Plimsy"], or: "Nurse Qorra")
    let place =
      next.destination ?? (next.stage == .residential ? "Residential" : "Outpatient clinic (made up)")
    let luck = random.unit()
    let answer: HandOff.Kind? = luck < 0.55 ? .accepted : luck < 0.63 ? .declined : nil
    rows.add(.handOff) {
      $0.uuid(row)
      $0.uuid(handOff)
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.text(name)
      $0.text(place)
      $0.time(offered)
      $0.text(answer?.rawValue)
      $0.time(answer == nil ? nil : told)
      $0.time(answer == nil ? offered : told)
    }
  }
}
