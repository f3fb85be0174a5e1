import Clinic
import Records

extension SimulatedFacility {
  mutating func writePerson(_ person: SimulatedPerson, at time: Int64) {
    let (facts, identifier) = (identifiers.next(), identifiers.next())
    let race = random.pick([(5, 0.62), (4, 0.2), (21, 0.08), (13, 0.04), (20, 0.06)])
    rows.add(.patient) {
      $0.uuid(person.id)
      $0.time(time)
    }
    rows.add(.demographics) {
      $0.uuid(facts)
      $0.uuid(person.id)
      $0.text(person.given)
      $0.text(person.family)
      $0.day(person.birth)
      $0.int16(person.sex.rawValue)
      $0.int16(race)
      $0.text(MissingReason.notCollected.rawValue)
      $0.time(time)
    }
    let number = "\(plan.slug)-\(person.number)"
    rows.add(.identifier) {
      $0.uuid(identifier)
      $0.uuid(person.id)
      $0.text("simulator")
      $0.text(number)
      $0.time(time)
    }
  }

  /// The call with which an admission began, some days before it.
  mutating func writeConvertedEnquiry(for person: SimulatedPerson, on index: Int) -> UUIDWords {
    let wait = random.number(0...7)
    let at = SimulatedDay(index - wait, from: plan.first).calling(&random)
    let enquiry = identifiers.next()
    writeEnquiry(enquiry, person.given, person.number, at: at, substance: person.substances.first?.substance)
    {
      $0.text("converted")
      $0.null()
      $0.uuid(person.id)
      $0.null()
      $0.null()
    }
    if wait > 0 { writeCalls(of: enquiry, after: at, days: wait - 1) }
    return enquiry
  }

  /// Calls that still wait for an answer on the last day, some of them too long.
  mutating func writeWaitingEnquiries() {
    let end = SimulatedDay(plan.days, from: plan.first)
    let count = min(max(2, plan.arrivals / max(plan.days, 1)), 12)
    for number in 0..<count {
      let age = random.number(0...6)
      let at = SimulatedDay(plan.days - 1 - age, from: plan.first).calling(&random)
      // Every other one is overdue: it should have been called back before the last day was over.
      let due =
        number % 2 == 0
        ? end.start - Int64(random.number(1...40)) * 3_600_000_000 : end.at(minute: 540 + 30 * number)
      let enquiry = identifiers.next()
      writeEnquiry(enquiry, "Noname", plan.firstNumber + number, at: at, substance: .alcohol) {
        $0.text("open")
        $0.null()
        $0.null()
        $0.text("call back")
        $0.time(max(due, at + 3_600_000_000))
      }
      writeCalls(of: enquiry, after: at, days: age - 1)
    }
  }

  /// Calls that came to nothing, a fifth as many as admissions.
  mutating func writeLostEnquiries() {
    let reasons = ["no_bed", "cost", "chose_elsewhere", "not_ready", "not_suitable", "unreachable", "other"]
    for number in 0..<plan.arrivals / 5 {
      let at = SimulatedDay(random.number(0...plan.days - 1), from: plan.first).calling(&random)
      let reason = random.pick(reasons, or: "other")
      writeEnquiry(identifiers.next(), "Noname", plan.firstNumber + number, at: at, substance: nil) {
        $0.text("lost")
        $0.text(reason)
        $0.null()
        $0.null()
        $0.null()
      }
    }
  }

  private mutating func writeEnquiry(
    _ enquiry: UUIDWords, _ name: String, _ number: Int, at time: Int64, substance: Substance?,
    _ outcome: (inout BinaryRows) -> Void
  ) {
    let facility = id
    let relation = random.pick(["self", "self", "family", "friend", "provider"], or: "self")
    rows.add(.enquiry) {
      $0.uuid(enquiry)
      $0.uuid(facility)
      $0.time(time)
      $0.time(time + 60_000_000)
      $0.text("\(name) Caller-\(number)")
      $0.text(relation)
      $0.text("\(name) Testperson-\(number)")
      $0.text("+00 000 \(number)")
      $0.bool(true)
      $0.text("help to stop")
      $0.int16(substance?.rawValue)
      outcome(&$0)
    }
  }

  private mutating func writeCalls(of enquiry: UUIDWords, after time: Int64, days: Int) {
    guard days >= 0 else { return }
    for _ in 0..<random.number(0...2) {
      let at = time + Int64(random.number(1...60 + 1_440 * days)) * 60_000_000
      let call = identifiers.next()
      let outcome = random.pick(["answered", "voicemail", "left_message", "no_answer"], or: "no_answer")
      rows.add(.callAttempt) {
        $0.uuid(call)
        $0.uuid(enquiry)
        $0.time(at)
        $0.text(outcome)
        $0.time(at)
      }
    }
  }

  mutating func writeIntake(_ person: SimulatedPerson, enquiry: UUIDWords?, at time: Int64) -> UUIDWords {
    let (intake, facility) = (identifiers.next(), id)
    let referral = random.pick([(1, 0.4), (2, 0.12), (3, 0.13), (6, 0.1), (7, 0.25)])
    let employment: Int16? =
      random.chance(0.95) ? random.pick([(1, 0.2), (2, 0.1), (3, 0.4), (4, 0.3)]) : nil
    let living = random.pick([(1, 0.15), (2, 0.2), (3, 0.65)])
    let insurance = random.pick([(1, 0.15), (4, 0.55), (21, 0.3)])
    let marital = random.pick([(1, 0.6), (2, 0.15), (3, 0.08), (4, 0.17)])
    let waiting = random.number(0...14)
    let arrests = random.pick([(0, 0.9), (1, 0.08), (2, 0.02)])
    rows.add(.intake) {
      $0.uuid(intake)
      $0.uuid(person.id)
      $0.uuid(facility)
      $0.uuid(enquiry)
      $0.null()
      $0.time(time)
      $0.int16(referral)
      $0.int16(Int16(min(person.episodes, 5)))
      $0.int16(employment)
      $0.text(employment == nil ? MissingReason.refused.rawValue : nil)
      $0.int16(living)
      $0.int16(insurance)
      $0.int16(marital)
      $0.int16(Int16(waiting))
      $0.int16(arrests)
      $0.time(time)
    }
    for (rank, use) in person.substances.enumerated() {
      writeUse(use.substance, use.drug, rank: rank + 1, of: person, intake, at: time)
    }
    return intake
  }

  private mutating func writeUse(
    _ substance: Substance, _ drug: Int16?, rank: Int, of person: SimulatedPerson, _ intake: UUIDWords,
    at time: Int64
  ) {
    let use = identifiers.next()
    let route: Route =
      switch substance {
      case .alcohol, .benzodiazepines: .oral
      case .heroin: random.chance(0.7) ? .injection : .smoking
      case .cannabis, .methamphetamine: .smoking
      default: .nasal
      }
    let frequency = random.pick([(1, 0.15), (2, 0.15), (3, 0.15), (4, 0.2), (5, 0.35)])
    let age = random.number(12...17)
    let today = Day(daysSince2000: Int32(time / SimulatedDay.length))
    let lastUse = today?.adding(days: -random.number(0...20))
    rows.add(.substanceUse) {
      $0.uuid(use)
      $0.uuid(person.id)
      $0.uuid(intake)
      $0.int16(Int16(rank))
      $0.int16(substance.rawValue)
      $0.int16(drug)
      $0.text(drug == DetailedDrug.ketamine.rawValue ? DrugForm.powder.rawValue : nil)
      $0.int16(route.rawValue)
      $0.int16(frequency)
      $0.int16(Int16(age))
      $0.day(lastUse)
      $0.time(time)
    }
  }
}
