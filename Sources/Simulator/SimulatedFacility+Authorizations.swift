import Clinic
import Records

extension SimulatedFacility {
  /// What the payer said of a stay in a bed that has ended: mostly all of its days, now and then a gap of a few nights.
  mutating func writeAuthorizations(_ episode: SimulatedEpisode) {
    let stay = episode.stay
    guard stay.bed != nil, random.chance(plan.screened) else { return }
    let last = stay.lastDay - 1
    let days = last - stay.firstDay + 1
    let known = stay.span.began.told + 3_600_000_000
    let luck = random.unit()
    if luck < 0.05 { return }
    guard luck < 0.25, days > 3 else {
      return writeAuthorization(
        episode, stay.level, stay.firstDay...last, .approved, known: known)
    }
    let gap = random.number(1...min(4, days - 2))
    let first = stay.firstDay + random.number(1...days - gap)
    writeAuthorization(episode, stay.level, stay.firstDay...first - 1, .approved, known: known)
    if luck < 0.15 { writeAuthorization(episode, stay.level, first...first + gap - 1, .denied, known: known) }
    if first + gap <= last {
      writeAuthorization(episode, stay.level, first + gap...last, .approved, known: known)
    }
  }

  mutating func writeAuthorization(
    _ episode: SimulatedEpisode, _ level: String, _ days: ClosedRange<Int>,
    _ decision: Authorization.Decision, known: Int64
  ) {
    let (row, authorization) = (identifiers.next(), identifiers.next())
    let (person, facility) = (people[episode.person].id, id)
    let (first, last) = (plan.first.adding(days: days.lowerBound), plan.first.adding(days: days.upperBound))
    let payer = random.pick(
      ["Madeup Medicaid", "Madeup Mutual", "Invented Insurance"], or: "Madeup Medicaid")
    let number = decision == .approved ? "A-\(random.number(100_000...999_999))" : nil
    rows.add(.authorization) {
      $0.uuid(row)
      $0.uuid(authorization)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.text(payer)
      $0.text(number)
      $0.int16(4)
      $0.text(level)
      $0.days(from: first, through: last)
      $0.text(decision.rawValue)
      $0.time(known)
    }
  }

  /// Which level of care a clinician found to fit, with a rating of each dimension.
  mutating func writeAssessment(
    _ episode: SimulatedEpisode, at time: Int64, known: Int64, next: String? = nil
  ) {
    let assessment = identifiers.next()
    let (person, facility, level) = (people[episode.person].id, id, next ?? episode.stay.level)
    // Now and then another level would have fitted better, but there is no place.
    let differs = level == "3.5" && random.chance(0.1)
    rows.add(.levelAssessment) {
      $0.uuid(assessment)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.uuid(facility)
      $0.time(time)
      $0.int16(4)
      $0.text(differs ? "3.7" : level)
      $0.text(level)
      $0.text(differs ? "not_available" : nil)
      $0.time(max(time, known))
    }
    for dimension in 1...5 {
      let isMissing = random.chance(0.03)
      let rating = random.pick(["0", "A", "B", "B", "C", "D"], or: "B")
      rows.add(.dimensionRating) {
        $0.uuid(assessment)
        $0.uuid(person)
        $0.int16(4)
        $0.int16(Int16(dimension))
        $0.text(isMissing ? nil : rating)
        $0.text(isMissing ? MissingReason.notCollected.rawValue : nil)
      }
    }
  }
}
