import Clinic
import Records

extension SimulatedFacility {
  private static let hour: Int64 = 3_600_000_000

  /// The appointment after an episode in a bed: most people who completed have one, and not all of them keep it.
  mutating func writeAftercareAppointment(_ episode: SimulatedEpisode) {
    guard episode.stay.bed != nil, let left = episode.stay.span.ended, random.chance(plan.screened),
      random.chance(episode.stay.ending == .completion ? 0.7 : 0.15)
    else { return }
    let day = SimulatedDay(episode.stay.lastDay + random.number(1...10), from: plan.first)
    let at = day.at(minute: random.number(36...64) * 15)
    let settled = at + Self.hour
    let isOver = settled < end
    let appointment = identifiers.next()
    if !isOver || plan.keepsHistory {
      writeAppointment(
        appointment, episode, at: at, .planned, known: min(left.told, at), until: isOver ? settled : nil)
    }
    guard isOver else { return }
    writeAppointment(
      appointment, episode, at: at, random.chance(0.65) ? .kept : .missed, known: settled, until: nil)
  }

  mutating func writeAppointment(
    _ appointment: UUIDWords, _ episode: SimulatedEpisode, at time: Int64, _ state: Appointment.State,
    known: Int64, until: Int64?
  ) {
    let (row, person, facility) = (identifiers.next(), people[episode.person].id, id)
    rows.add(.appointment) {
      $0.uuid(row)
      $0.uuid(appointment)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.time(time)
      $0.text("Outpatient clinic (made up)")
      $0.text("Counsellor Umbrix")
      $0.text(state.rawValue)
      $0.time(known)
      $0.time(until ?? .max)
    }
  }
}
