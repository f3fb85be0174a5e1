import Clinic
import Records

extension SimulatedFacility {
  /// Admits a new person, or one who was here before, into a stage that has a place.
  mutating func admit(on index: Int, _ day: SimulatedDay) {
    let at = day.coming(&random)
    let returns = random.chance(plan.returning)
    let person: Int
    if returns, let known = returning(on: index) {
      person = known
    } else {
      person = people.count
      let today = plan.first.adding(days: index)
      people.append(
        SimulatedPerson(id: identifiers.next(), number: plan.firstNumber + person, on: today, &random))
      writePerson(people[person], at: at)
    }
    let wanted: Stage = random.chance(0.6) ? .detox : random.chance(0.4) ? .residential : .aftercare
    let enquiry = writeConvertedEnquiry(for: people[person], on: index)
    admit(person, to: wanted, on: index, tell(at, after: at - 60_000_000, wrong: 20...180), enquiry: enquiry)
  }

  /// Admits somebody who comes from the facility before this one.
  mutating func admit(_ arrival: SimulatedArrival, on index: Int, _ day: SimulatedDay) {
    let person = people.count
    people.append(arrival.person)
    let telling = tell(day.coming(&random), after: arrival.left.told, wrong: nil)
    admit(person, to: .residential, on: index, telling, enquiry: nil)
  }

  private mutating func admit(
    _ person: Int, to wanted: Stage, on index: Int, _ telling: SimulatedTelling, enquiry: UUIDWords?
  ) {
    let stage = wanted == .aftercare || beds.hasFree(wanted) ? wanted : .aftercare
    let intake = writeIntake(people[person], enquiry: enquiry, at: telling.at)
    let previous = people[person].last?.episode
    var episode = SimulatedEpisode(
      id: identifiers.next(), person: person, intake: intake, readmissionOf: previous,
      span: SimulatedSpan(began: telling),
      stay: newStay(stage, on: index, telling, held: previous == nil ? nil : people[person].id, 0.12),
      state: previous == nil ? .none : .ended, told: telling.told)
    writeEpisode(episode)
    started(episode, telling)
    writeMove(&episode, previous == nil ? .admit : .readmit, to: StageState(stage), telling, nil)
    if random.chance(plan.screened) {
      writeScreenings(people[person], of: episode, at: telling.at)
      writeAssessment(episode, at: telling.at + 1_800_000_000, known: telling.told + 3_600_000_000)
    }
    present.append(episode)
  }

  /// Begins the next stay of an episode.
  mutating func begin(
    _ stage: Stage, on index: Int, _ telling: SimulatedTelling, of episode: inout SimulatedEpisode
  ) {
    let patient = people[episode.person].id
    episode.stay = newStay(stage, on: index, telling, held: patient, 0.4)
    started(episode, telling)
  }

  /// A stay in a bed that was free, and now and then held until then.
  private mutating func newStay(
    _ stage: Stage, on index: Int, _ telling: SimulatedTelling, held patient: UUIDWords?, _ chance: Double
  ) -> SimulatedStay {
    let bed = stage == .aftercare ? nil : beds.take(stage)
    if let bed { writeHolds(bed.place, since: bed.since, until: telling, for: patient, chance: chance) }
    return SimulatedStay(
      id: identifiers.next(), stage, telling, day: index, bed: bed?.place,
      hazard: plan.group.hazards[stage] ?? 0, completion: plan.completion[stage] ?? 1, &random)
  }

  private mutating func started(_ episode: SimulatedEpisode, _ telling: SimulatedTelling) {
    writeStay(of: episode)
    if let bed = episode.stay.bed { note(telling, bed, state(.stay, episode)) }
  }
}
