import Clinic
import Records

extension SimulatedFacility {
  mutating func writeEpisode(_ episode: SimulatedEpisode) {
    let person = people[episode.person].id
    rows.add(.episode) {
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.time(episode.admitted)
      $0.int32(1)
    }
  }

  mutating func writeStay(_ stay: SimulatedStay, of episode: SimulatedEpisode) {
    let person = people[episode.person].id
    rows.add(.stay) {
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.time(stay.began)
    }
  }

  /// Writes what is known of people who are still here on the last day.
  mutating func writeOpen(_ episode: SimulatedEpisode) {
    writeStayFact(episode, end: nil, nil, from: episode.stay.began, to: nil)
    writeEpisodeFact(episode, end: nil, nil, from: episode.admitted, to: nil)
  }

  /// Ends a stay: what was held true until then, and what is since.
  mutating func writeStayEnd(_ episode: SimulatedEpisode, at time: Int64, _ reason: DischargeReason) {
    if plan.keepsHistory { writeStayFact(episode, end: nil, nil, from: episode.stay.began, to: time) }
    writeStayFact(episode, end: time, reason, from: time, to: nil)
  }

  /// Ends an episode with its last stay.
  mutating func writeEnd(_ episode: SimulatedEpisode, at time: Int64, _ reason: DischargeReason) {
    writeStayEnd(episode, at: time, reason)
    if plan.keepsHistory { writeEpisodeFact(episode, end: nil, nil, from: episode.admitted, to: time) }
    writeEpisodeFact(episode, end: time, reason, from: time, to: nil)
    var episode = episode
    writeMove(
      &episode, reason == .completed ? .complete : .discharge, from: StageState(episode.stay.stage),
      to: .ended,
      at: time, reason)
  }

  private mutating func writeEpisodeFact(
    _ episode: SimulatedEpisode, end: Int64?, _ reason: DischargeReason?, from: Int64, to: Int64?
  ) {
    let (fact, person, facility) = (identifiers.next(), people[episode.person].id, id)
    rows.add(.episodeFact) {
      $0.uuid(fact)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.uuid(episode.intake)
      $0.uuid(episode.readmissionOf)
      $0.range(from: episode.admitted, to: end)
      $0.int16(reason?.rawValue)
      $0.time(from)
      $0.time(to ?? .max)
    }
  }

  private mutating func writeStayFact(
    _ episode: SimulatedEpisode, end: Int64?, _ reason: DischargeReason?, from: Int64, to: Int64?
  ) {
    let (fact, person, facility, stay) = (identifiers.next(), people[episode.person].id, id, episode.stay)
    rows.add(.stayFact) {
      $0.uuid(fact)
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.text(stay.stage.rawValue)
      $0.int16(stay.service.rawValue)
      $0.int16(4)
      $0.text(stay.level)
      $0.range(from: stay.began, to: end)
      $0.int16(reason?.rawValue)
      $0.time(from)
      $0.time(to ?? .max)
    }
    guard let place = stay.bed else { return }
    let (occupation, bed) = (identifiers.next(), beds[place])
    rows.add(.occupation) {
      $0.uuid(occupation)
      $0.uuid(facility)
      $0.uuid(bed)
      $0.text("stay")
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.range(from: stay.began, to: end)
      $0.null()
      $0.time(from)
      $0.time(to ?? .max)
    }
  }

  mutating func writeBlocked(bed place: Int, from time: Int64) {
    let (occupation, bed, facility) = (identifiers.next(), beds[place], id)
    rows.add(.occupation) {
      $0.uuid(occupation)
      $0.uuid(facility)
      $0.uuid(bed)
      $0.text("blocked")
      for _ in 0..<3 { $0.null() }
      $0.range(from: time, to: nil)
      $0.text("broken window")
      $0.time(time)
      $0.time(.max)
    }
  }

  mutating func writeMove(
    _ episode: inout SimulatedEpisode, _ event: MoveEvent, from: StageState, to: StageState? = nil,
    at time: Int64,
    _ reason: DischargeReason?
  ) {
    episode.moves += 1
    let (move, facility, moved) = (identifiers.next(), id, episode)
    rows.add(.move) {
      $0.uuid(move)
      $0.uuid(moved.id)
      $0.int32(Int32(moved.moves))
      $0.text(event.rawValue)
      $0.text(from.rawValue)
      $0.text((to ?? StageState(moved.stay.stage)).rawValue)
      $0.uuid(facility)
      $0.uuid(moved.stay.id)
      $0.time(time)
      $0.int16(reason?.rawValue)
      $0.time(time)
    }
  }
}
