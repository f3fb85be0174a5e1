import Clinic
import Records

extension SimulatedFacility {
  /// The leaves of a stay between its first day and the day `last`, when it ends or the simulation does: some people in
  /// residential go home for a night or two, their bed is kept, and a few do not come back.
  mutating func leave(_ episode: inout SimulatedEpisode, before last: Int) {
    let stay = episode.stay
    let days = last - stay.firstDay
    guard stay.bed != nil, days >= 3, random.chance(stay.stage == .residential ? 0.2 : 0.01) else { return }
    let isOpen = stay.lastDay >= plan.days
    let staysAway = (isOpen || stay.ending == .dropout) && random.chance(0.25)
    let first = staysAway ? last - 1 : stay.firstDay + random.number(1...days - 2)
    let back = min(first + random.number(1...2), last - 1)
    let due = SimulatedDay(first + 2, from: plan.first).at(minute: 720)
    let away = SimulatedDay(first, from: plan.first).at(minute: random.number(540...900))
    leave(&episode, .leave, at: away, dueBack: due)
    guard !staysAway else { return }
    let home = SimulatedDay(back, from: plan.first).at(minute: random.number(720...1_080))
    leave(&episode, .return, at: home, dueBack: nil)
  }

  private mutating func leave(
    _ episode: inout SimulatedEpisode, _ event: MoveEvent, at time: Int64, dueBack: Int64?
  ) {
    let telling = tell(time, after: episode.told, wrong: 20...100)
    episode.told = telling.told
    let isLeave = event == .leave
    let stage = episode.stay.stage
    let kind: OccupationKind = isLeave ? .leave : .stay
    episode.stay.turn(into: kind, telling)
    if let bed = episode.stay.bed { note(telling, bed, state(kind, episode)) }
    let to: StageState =
      isLeave ? (stage == .detox ? .detoxLeave : .residentialLeave) : StageState(stage)
    writeMove(
      &episode, event, to: to, telling, nil, dueBack: dueBack, reason: isLeave ? "visit at home" : nil)
  }

  /// What stands in the bed of an episode's stay.
  func state(_ kind: OccupationKind, _ episode: SimulatedEpisode) -> BedEvent.State {
    BedEvent.State(
      kind: kind, stay: episode.stay.id, patient: people[episode.person].id, stage: episode.stay.stage)
  }
}
