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
  let id: UUIDWords
  /// The identifiers of the beds, detox first; the last residential one is out of order.
  private(set) var beds: [UUIDWords] = []
  private var free: [Stage: [Int]] = [:]
  var people: [SimulatedPerson] = []
  private var present: [SimulatedEpisode] = []
  /// People whose episode has ended, in the order of its end, who may come back.
  private var former: [Int] = []

  init(_ plan: FacilityPlan) {
    self.plan = plan
    random = SplitMix64(seed: plan.seed)
    identifiers = IdentifierSequence(at: plan.first.start(in: .gmt), seed: plan.seed &+ 1)
    id = identifiers.next()
  }

  /// Lives through all days.
  mutating func run() {
    open()
    for index in 0..<plan.days {
      let day = SimulatedDay(index, from: plan.first)
      endStays(on: index, day)
      let arrivals = plan.arrivals * (index + 1) / plan.days - plan.arrivals * index / plan.days
      for _ in 0..<arrivals { admit(on: index, day) }
    }
    for episode in present { writeOpen(episode) }
    writeWaitingEnquiries()
    writeLostEnquiries()
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
        free[stage, default: []].append(beds.count)
        beds.append(bed)
      }
    }
    if let broken = free[.residential]?.popLast() { writeBlocked(bed: broken, from: opened) }
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
    let old = episode.stay
    let next = old.ending == .dropout ? nil : nextStage(after: old.stage)
    if let bed = old.bed { free[old.stage, default: []].append(bed) }
    guard let next else {
      let reason: DischargeReason = old.ending == .dropout ? .leftAgainstAdvice : .completed
      writeEnd(episode, at: day.leaving(&random), reason)
      people[episode.person].episodes += 1
      people[episode.person].last = (episode.id, index)
      former.append(episode.person)
      return false
    }
    let at = next == .residential ? day.toResidential(&random) : day.toAftercare(&random)
    writeStayEnd(episode, at: at, .transferred)
    episode.stay = begin(next, on: index, at: at)
    writeStay(episode.stay, of: episode)
    writeMove(&episode, .transfer, from: StageState(old.stage), at: at, .transferred)
    return true
  }

  /// Where somebody goes who has completed a stage; nil when home.
  private mutating func nextStage(after stage: Stage) -> Stage? {
    switch stage {
    case .detox:
      let choice = random.unit()
      if choice < 0.65 && free[.residential]?.isEmpty == false { return .residential }
      return choice < 0.85 ? .aftercare : nil
    case .residential: return random.chance(0.6) ? .aftercare : nil
    case .aftercare: return nil
    }
  }

  private mutating func begin(_ stage: Stage, on index: Int, at time: Int64) -> SimulatedStay {
    let bed = stage == .aftercare ? nil : free[stage]?.removeFirst()
    return SimulatedStay(
      id: identifiers.next(), stage, at: time, day: index, bed: bed, hazard: plan.group.hazards[stage] ?? 0,
      completion: plan.completion[stage] ?? 1, &random)
  }

  /// Admits a new person, or one who was here before, into a stage that has a place.
  private mutating func admit(on index: Int, _ day: SimulatedDay) {
    let wanted: Stage = random.chance(0.6) ? .detox : random.chance(0.4) ? .residential : .aftercare
    let stage = wanted == .aftercare || free[wanted]?.isEmpty == false ? wanted : .aftercare
    let at = day.coming(&random)
    let returns = random.chance(plan.returning)
    let person: Int
    if returns, let place = former.firstIndex(where: { (people[$0].last?.day ?? index) <= index - 14 }) {
      person = former.remove(at: place)
    } else {
      person = people.count
      let today = plan.first.adding(days: index)
      people.append(
        SimulatedPerson(id: identifiers.next(), number: plan.firstNumber + person, on: today, &random))
      writePerson(people[person], at: at)
    }
    let enquiry = writeConvertedEnquiry(for: people[person], on: index)
    let intake = writeIntake(people[person], enquiry: enquiry, at: at)
    var episode = SimulatedEpisode(
      id: identifiers.next(), person: person, intake: intake, admitted: at,
      readmissionOf: people[person].last?.episode, stay: begin(stage, on: index, at: at))
    writeEpisode(episode)
    writeStay(episode.stay, of: episode)
    let isReturn = episode.readmissionOf != nil
    writeMove(&episode, isReturn ? .readmit : .admit, from: isReturn ? .ended : .none, at: at, nil)
    if random.chance(plan.screened) { writeScreenings(people[person], of: episode, at: at) }
    present.append(episode)
  }
}
