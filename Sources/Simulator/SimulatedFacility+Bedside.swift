import Clinic
import Foundation
import Records

extension SimulatedFacility {
  private static let minute: Int64 = 60_000_000

  /// What was watched, given and asked in a detox stay of the last days that were lived: of most who are there, and of
  /// some who left.
  ///
  /// What is due next is derived by the protocol from what was found, as it is of real people.
  mutating func writeBedside(_ episode: SimulatedEpisode) {
    let stay = episode.stay
    let until = stay.span.ended?.at ?? end
    guard plan.keepsHistory, stay.stage == .detox, until > end - 10 * SimulatedDay.length,
      bedside.random.chance(stay.span.ended == nil ? 0.9 : 0.6)
    else { return }
    let person = people[episode.person]
    var course = SimulatedCourse(
      of: person.substances.first?.substance ?? .other, from: stay.span.began.at, &bedside.random)
    let start = stay.span.began.told + 30 * Self.minute
    guard let entry = plan.protocols[course.slug], start + 60 * Self.minute < until else { return }
    writeAllergies(episode.person, at: start)
    watch(episode, &course, by: entry.definition, from: start, until: until)
    writeOrders(episode, course, from: start, until: until)
  }

  /// Does what is due round after round, a little after its time and now and then late, until the stay or the last day
  /// ends.
  private mutating func watch(
    _ episode: SimulatedEpisode, _ course: inout SimulatedCourse, by definition: MonitoringProtocol,
    from start: Int64, until: Int64
  ) {
    let isOver = episode.stay.span.ended != nil
    let period = MonitoringCourse(
      countedFrom: Date(simulated: episode.stay.span.began.at), startedAt: Date(simulated: start),
      endsAt: isOver ? Date(simulated: until) : nil)
    var observations: [Observation] = []
    var plan = definition.plan(period, observations)
    var last = start
    for round in 0..<150 {
      guard let due = plan.checks.compactMap(\.dueAt).min().map(\.simulated) else { break }
      let delay = bedside.random.chance(0.06) ? 40...90 : 2...24
      let at = max(due, last) + Int64(bedside.random.number(delay)) * Self.minute
      guard at < until - 10 * Self.minute else { break }
      let open = zip(definition.checks, plan.checks).filter { $1.dueAt.map { $0.simulated <= at } ?? false }
      observations += look(at: open.map(\.0), episode, course, at: at, round: round)
      last = at
      plan = definition.plan(period, observations)
    }
    write(plan, of: definition, episode, from: start, until: isOver ? until : nil, last: last)
  }

  /// One round: one set of signs for all the checks of signs, and a screening for each of the others.
  private mutating func look(
    at checks: [MonitoringProtocol.Check], _ episode: SimulatedEpisode, _ course: SimulatedCourse,
    at time: Int64,
    round: Int
  ) -> [Observation] {
    var found: [Observation] = []
    var wanted: Set<VitalSign> = []
    for check in checks {
      switch check.task {
      case .signs(let signs): wanted.formUnion(signs)
      case .instrument(let slug):
        if let score = writeScale(slug, episode, course, at: time) {
          found.append(Observation(id: .made(round, found.count), at: Date(simulated: time), score))
        }
      }
    }
    guard !wanted.isEmpty else { return found }
    let isNight = (time % SimulatedDay.length) / (60 * Self.minute) < 6
    let isAsleep = isNight && bedside.random.chance(0.15) && !wanted.contains(.pulse)
    var readings: [VitalSign: Reading] = [:]
    for sign in VitalSign.allCases where wanted.contains(sign) {
      readings[sign] = isAsleep ? .missing(.asleep) : course.reading(of: sign, at: time, &bedside.random)
    }
    writeVitals(readings, episode, at: time)
    found.append(
      Observation(
        id: .made(round, found.count), at: Date(simulated: time),
        .vitals(readings, News2(readings, scale: .first))))
    return found
  }

  /// A screening by the burden of the moment; nil where the definition is not at hand.
  private mutating func writeScale(
    _ slug: String, _ episode: SimulatedEpisode, _ course: SimulatedCourse, at time: Int64
  ) -> Observation.Content? {
    guard let instrument = plan.scales[slug] else { return nil }
    var answers: Screening.Answers = [:]
    // Thoughts of suicide are asked about and found seldom.
    let burden = slug == "c_ssrs" ? (bedside.random.chance(0.06) ? 0.5 : 0) : course.burden(at: time)
    while let item = try? instrument.next(after: answers) {
      let top = item.choices.count - 1
      let share = burden * (0.4 + 0.6 * bedside.random.unit())
      answers[item.number] = .value(item.choices[min(top, Int((Double(top) * share).rounded()))].value)
    }
    guard let score = try? instrument.score(answers) else { return nil }
    write(score, answers, of: instrument, episode, at: time)
    return .score(
      instrument: slug, total: score.storedTotal.map { Int($0) }, atLeast: score.total?.atLeast,
      results: Set(score.flags.map(\.slug) + [score.storedBand?.lowercased()].compactMap(\.self)))
  }
}

/// Chance and identifiers of what happens at the bedside, apart from all other chance, so that there may be more or less of
/// it and the rest stays as it is.
struct SimulatedBedside {
  var random: SplitMix64
  var identifiers: IdentifierSequence
  /// Episodes that have a flowsheet.
  var flowsheets: Set<UUIDWords> = []
}

extension UUID {
  /// Of two observations of one instant it says which comes first, and nothing else.
  fileprivate static func made(_ round: Int, _ place: Int) -> UUID {
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(clamping: round), UInt8(clamping: place)))
  }
}

extension Date {
  /// An instant of the simulation, in microseconds since 2000.
  init(simulated: Int64) { self.init(timeIntervalSince1970: 946_684_800 + Double(simulated) / 1_000_000) }

  var simulated: Int64 { Int64(((timeIntervalSince1970 - 946_684_800) * 1_000_000).rounded()) }
}
