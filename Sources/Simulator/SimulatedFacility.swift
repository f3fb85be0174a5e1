import Clinic
import Foundation
import Records

/// One facility of the made-up clinic, which lives through its days and writes down what happens.
///
/// What it writes depends on nothing but its plan: the same plan gives the same bytes.
struct SimulatedFacility {
  let plan: FacilityPlan
  var random: SplitMix64
  var identifiers: IdentifierSequence
  var rows = ClinicRows()
  var bedside: SimulatedBedside
  let id: UUIDWords
  var beds = SimulatedBeds()
  var bedEvents: [BedEvent] = []
  var people: [SimulatedPerson] = []
  var present: [SimulatedEpisode] = []
  /// People whose episode has ended, in the order of its end, who may come back.
  private var former: [Int] = []
  /// Who comes from the facility before this one.
  private var arriving: ArraySlice<SimulatedArrival>
  /// Who went on to the facility after this one, by day.
  private(set) var departed: [SimulatedArrival] = []

  init(_ plan: FacilityPlan, arriving: [SimulatedArrival] = []) {
    self.plan = plan
    self.arriving = arriving[...]
    random = SplitMix64(seed: plan.seed)
    identifiers = IdentifierSequence(at: plan.first.start(in: .gmt), seed: plan.seed &+ 1)
    bedside = SimulatedBedside(
      random: SplitMix64(seed: plan.seed &+ 2),
      identifiers: IdentifierSequence(at: plan.first.start(in: .gmt), seed: plan.seed &+ 3))
    id = identifiers.next()
  }

  /// The end of the last day that is lived.
  var end: Int64 { SimulatedDay(plan.days, from: plan.first).start }

  /// Lives through all days.
  mutating func run() {
    open()
    // Whoever comes from another facility takes the place of somebody new, where people may have several episodes.
    var tooMany = 0
    for index in 0..<plan.days {
      let day = SimulatedDay(index, from: plan.first)
      beds.freeReady(at: day.start)
      endStays(on: index, day)
      while let arrival = arriving.first, arrival.day == index {
        arriving.removeFirst()
        admit(arrival, on: index, day)
        if plan.returning > 0 { tooMany += 1 }
      }
      let arrivals = plan.arrivals * (index + 1) / plan.days - plan.arrivals * index / plan.days
      let fewer = min(tooMany, arrivals)
      tooMany -= fewer
      for _ in 0..<arrivals - fewer { admit(on: index, day) }
    }
    beds.freeReady(at: end)
    for var episode in present {
      leave(&episode, before: plan.days)
      writeFacts(episode, nil)
      writeStayFacts(episode, nil)
      writeGoingOn(episode)
      writeBedside(episode)
    }
    writeWaitingEnquiries()
    writeLostEnquiries()
  }

  /// Somebody whose last episode ended two weeks ago or earlier; nil when there is nobody.
  mutating func returning(on index: Int) -> Int? {
    former.firstIndex { (people[$0].last?.day ?? index) <= index - 14 }.map { former.remove(at: $0) }
  }

  private mutating func open() {
    let opened = SimulatedDay(-30, from: plan.first).start
    let (id, plan) = (id, plan)
    rows.add(.facility) {
      $0.uuid(id)
      $0.text(plan.slug)
      $0.text("\(plan.group.name.capitalized) House \(plan.number + 1) (made up)")
      $0.text("UTC")
      $0.time(opened)
    }
    for (stage, name, count) in [
      (Stage.detox, "Detox", plan.detoxBeds), (.residential, "Residential", plan.residentialBeds),
    ] {
      let unit = identifiers.next()
      rows.add(.unit) {
        $0.uuid(unit)
        $0.uuid(id)
        $0.text(name)
        $0.text(stage.rawValue)
      }
      for number in 1...count {
        let bed = identifiers.next()
        rows.add(.bed) {
          $0.uuid(bed)
          $0.uuid(id)
          $0.uuid(unit)
          $0.text("\(name.prefix(1))-\(number < 10 ? "0" : "")\(number)")
          $0.range(from: opened, to: nil)
        }
        beds.add(bed, for: stage, since: opened)
      }
    }
    if let broken = beds.takeLast(.residential) {
      writeBlocked(
        broken, SimulatedSpan(began: SimulatedTelling(at: opened, told: opened)), "broken window")
    }
  }

  /// Ends the stays whose last day this is: residential ones first, so that their beds can be given on.
  private mutating func endStays(on index: Int, _ day: SimulatedDay) {
    for stage in [Stage.aftercare, .residential, .detox] {
      var staying: [SimulatedEpisode] = []
      for var episode in present {
        if episode.stay.stage == stage && episode.stay.lastDay == index {
          if endStay(&episode, on: index, day) { staying.append(episode) }
        } else {
          staying.append(episode)
        }
      }
      present = staying
    }
  }

  /// Ends the stay of an episode; whether the episode goes on in another one.
  private mutating func endStay(_ episode: inout SimulatedEpisode, on index: Int, _ day: SimulatedDay) -> Bool
  {
    leave(&episode, before: index)
    let old = episode.stay
    switch old.ending == .dropout ? .home : whatNext(after: old.stage) {
    case .home:
      let telling = tell(day.leaving(&random), after: episode.told, wrong: -180 ... -20)
      end(&episode, telling, old.ending == .dropout ? .leftAgainstAdvice : .completed)
      people[episode.person].last = (episode.id, index)
      former.append(episode.person)
      return false
    case .elsewhere:
      let telling = tell(day.leaving(&random), after: episode.told, wrong: nil)
      end(&episode, telling, plan.sendsOn ? .transferred : .transferredNotReported)
      people[episode.person].last = (episode.id, index)
      guard plan.sendsOn else { return false }
      departed.append(SimulatedArrival(person: people[episode.person], day: index, left: telling))
      return false
    case .stage(let next):
      let at = next == .residential ? day.toResidential(&random) : day.toAftercare(&random)
      let telling = tell(at, after: episode.told, wrong: 20...180)
      closeStay(&episode, telling, .transferred)
      begin(next, on: index, telling, of: &episode)
      writeMove(&episode, .transfer, to: StageState(next), telling, .transferred)
      return true
    }
  }

  private enum Next {
    case stage(Stage), elsewhere, home
  }

  /// Where somebody goes who has completed a stage.
  private mutating func whatNext(after stage: Stage) -> Next {
    switch stage {
    case .detox:
      let choice = random.unit()
      if choice < 0.65 && beds.hasFree(.residential) { return .stage(.residential) }
      if choice < 0.81 { return .stage(.aftercare) }
      return choice < 0.86 ? .elsewhere : .home
    case .residential: return random.chance(0.6) ? .stage(.aftercare) : .home
    case .aftercare: return .home
    }
  }

  /// Ends the present stay, gives its bed back, and writes down what was believed of it.
  private mutating func closeStay(
    _ episode: inout SimulatedEpisode, _ telling: SimulatedTelling, _ reason: DischargeReason
  ) {
    episode.told = telling.told
    episode.stay.end(telling)
    writeStayFacts(episode, reason)
    writeAuthorizations(episode)
    writeBedside(episode)
    if let bed = episode.stay.bed { giveBack(bed, episode.stay.stage, telling) }
  }

  /// Ends an episode with its last stay.
  private mutating func end(
    _ episode: inout SimulatedEpisode, _ telling: SimulatedTelling, _ reason: DischargeReason
  ) {
    closeStay(&episode, telling, reason)
    episode.span.ended = telling
    writeFacts(episode, reason)
    writeMove(&episode, reason == .completed ? .complete : .discharge, to: .ended, telling, reason)
    writeAftercareAppointment(episode)
    people[episode.person].episodes += 1
  }
}
