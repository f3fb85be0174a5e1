import Clinic
import Foundation
import Records

extension SimulatedFacility {
  private static let minute: Int64 = 60_000_000

  mutating func writeVitals(_ readings: [VitalSign: Reading], _ episode: SimulatedEpisode, at time: Int64) {
    let (id, set) = (bedside.identifiers.next(), bedside.identifiers.next())
    let (person, facility) = (people[episode.person].id, self.id)
    rows.add(.vitals) {
      $0.uuid(id)
      $0.uuid(set)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.time(time)
      for sign in VitalSign.allCases {
        let reading = readings[sign]
        $0.text(reading?.number.map { "\($0)" } ?? reading?.word)
        $0.text(reading?.missing?.rawValue)
      }
      $0.time(time + 2 * Self.minute)
    }
  }

  /// A screening of a stay with its answers.
  mutating func write(
    _ score: Score, _ answers: Screening.Answers, of instrument: Instrument, _ episode: SimulatedEpisode,
    at time: Int64
  ) {
    let screening = bedside.identifiers.next()
    let person = people[episode.person].id
    rows.add(.bedsideScreening) {
      $0.uuid(screening)
      $0.uuid(person)
      $0.uuid(episode.id)
      $0.text(instrument.reference.slug)
      $0.text(instrument.reference.version)
      $0.time(time)
      $0.int16(score.storedTotal)
      $0.int16(Int16(score.completeness.answered))
      $0.int16(Int16(score.completeness.required))
      $0.text(score.storedBand)
      $0.text("{\(score.flags.map(\.slug).joined(separator: ","))}")
      $0.time(time + 2 * Self.minute)
    }
    for item in instrument.items {
      guard let value = answers[item.number]?.value else { continue }
      rows.add(.bedsideAnswer) {
        $0.uuid(screening)
        $0.int16(item.number)
        $0.text(item.question)
        $0.int16(value)
      }
    }
  }

  /// A protocol that runs, or ran until the person left, and what is due by it.
  mutating func write(
    _ plan: MonitoringPlan, of definition: MonitoringProtocol, _ episode: SimulatedEpisode, from start: Int64,
    until: Int64?, last: Int64
  ) {
    let (id, monitoring) = (bedside.identifiers.next(), bedside.identifiers.next())
    let (person, facility, reference) = (people[episode.person].id, self.id, definition.reference)
    let stopped = plan.isCompleted ? nil : until
    if bedside.flowsheets.insert(episode.id).inserted {
      rows.add(.flowsheet) {
        $0.uuid(episode.id)
        $0.uuid(person)
        $0.uuid(facility)
      }
    }
    rows.add(.monitoring) {
      $0.uuid(id)
      $0.uuid(monitoring)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.text(reference.slug)
      $0.text(reference.version)
      $0.time(episode.stay.span.began.at)
      $0.time(start)
      $0.time(stopped)
      $0.text(stopped.map { _ in "left detox" })
      $0.time(stopped ?? start)
    }
    for (check, line) in zip(definition.checks, plan.checks) {
      let raised = line.raised
      rows.add(.dueCheck) {
        $0.uuid(monitoring)
        $0.text(check.name)
        $0.uuid(episode.id)
        $0.uuid(person)
        $0.uuid(facility)
        $0.text(reference.slug)
        $0.text(check.title)
        $0.time(line.dueAt?.simulated)
        $0.time(line.dueAt.map { $0.simulated + Int64(definition.graceMinutes) * Self.minute })
        $0.time(plan.endsAt?.simulated ?? .max)
        $0.int32(line.minutes.map { Int32($0) })
        $0.time(last)
        $0.time(line.slots.last?.at.simulated)
        $0.text(line.slots.last?.outcome.rawValue)
        $0.int16(line.lastScore.map { Int16(clamping: $0.score) })
        $0.time(raised?.at.simulated)
        $0.text(raised?.escalation.tell.rawValue)
        $0.text(raised?.escalation.then)
        $0.int16(raised?.score.map { Int16(clamping: $0) })
        $0.time(raised?.answerBy.simulated)
      }
    }
  }

  /// What somebody must not have, asked once of each person: mostly nothing, and of a few nobody asked.
  mutating func writeAllergies(_ place: Int, at time: Int64) {
    guard !people[place].isAskedOfAllergies else { return }
    people[place].isAskedOfAllergies = true
    let luck = bedside.random.unit()
    guard luck < 0.92 else { return }
    let person = people[place].id
    let (kind, substance, reaction): (String, String?, String?) =
      luck < 0.14
      ? ("allergy", "Penicillin", "rash") : luck < 0.2 ? ("unknown", nil, nil) : ("none_known", nil, nil)
    let id = bedside.identifiers.next()
    rows.add(.allergy) {
      $0.uuid(id)
      $0.uuid(person)
      $0.text(kind)
      $0.text(substance)
      $0.text(reaction)
      $0.time(time)
    }
  }

  /// What is usually ordered, and the doses that fell due: nearly all of them given.
  mutating func writeOrders(
    _ episode: SimulatedEpisode, _ course: SimulatedCourse, from start: Int64, until: Int64
  ) {
    for order in SimulatedOrder.usual(in: course) {
      let id = bedside.identifiers.next()
      let (person, facility, stay) = (people[episode.person].id, self.id, episode.stay.id)
      let midnight = start / SimulatedDay.length * SimulatedDay.length
      let ends = order.taper.isEmpty ? nil : midnight + Int64(order.taper.count) * SimulatedDay.length
      rows.add(.medicationOrder) {
        $0.uuid(id)
        $0.uuid(episode.id)
        $0.uuid(stay)
        $0.uuid(person)
        $0.uuid(facility)
        $0.text(order.taper.isEmpty ? "regular" : "taper")
        $0.text(order.drug)
        $0.text("\(order.amount)")
        $0.text(order.unit)
        $0.text(order.route)
        $0.text("{\(order.times.map { "\($0)" }.joined(separator: ","))}")
        $0.text(order.taper.isEmpty ? nil : "{\(order.taper.map { "\($0)" }.joined(separator: ","))}")
        $0.int16(order.taper.isEmpty ? nil : 1)
        $0.time(start)
        $0.time(ends)
        $0.text(order.indication)
        $0.bool(order.isControlled)
        $0.time(start)
        $0.time(start)
      }
      for day in 0..<20 {
        for time in order.times {
          let due = midnight + Int64(day) * SimulatedDay.length + Int64(time) * Self.minute
          guard due >= start, due < min(ends ?? .max, until - 60 * Self.minute) else { continue }
          let amount = order.taper.isEmpty ? order.amount : order.taper[min(day, order.taper.count - 1)]
          writeDose(of: order, id, episode, ordered: start, due: due, amount: amount)
        }
      }
    }
  }

  private mutating func writeDose(
    of order: SimulatedOrder, _ orderID: UUIDWords, _ episode: SimulatedEpisode, ordered: Int64, due: Int64,
    amount: Double
  ) {
    let luck = bedside.random.unit()
    // A few are missed: nobody wrote anything.
    guard luck < 0.97 else { return }
    let outcome = luck < 0.93 ? "given" : luck < 0.95 ? "held" : "refused"
    let at = due + Int64(bedside.random.number(0...25)) * Self.minute
    let (id, dose) = (bedside.identifiers.next(), bedside.identifiers.next())
    let (person, facility) = (people[episode.person].id, self.id)
    rows.add(.dose) {
      $0.uuid(id)
      $0.uuid(dose)
      $0.uuid(orderID)
      $0.uuid(person)
      $0.uuid(episode.id)
      $0.uuid(facility)
      $0.time(ordered)
      $0.text(order.unit)
      $0.bool(false)
      $0.bool(false)
      $0.time(due)
      $0.text(outcome)
      $0.time(at)
      $0.text(outcome == "given" ? "\(amount)" : nil)
      $0.text(outcome == "given" ? nil : outcome == "held" ? "sedated" : "not_wanted")
      $0.time(at + Self.minute)
    }
  }
}
