import Clinic
import Records

extension SimulatedFacility {
  mutating func writeEpisode(_ episode: SimulatedEpisode) {
    let person = people[episode.person].id
    rows.add(.episode) {
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.time(episode.span.began.firstTold)
      $0.int32(1)
    }
  }

  mutating func writeStay(of episode: SimulatedEpisode) {
    let (person, stay) = (people[episode.person].id, episode.stay)
    rows.add(.stay) {
      $0.uuid(stay.id)
      $0.uuid(episode.id)
      $0.uuid(person)
      $0.time(stay.span.began.firstTold)
    }
  }

  /// Writes what was believed of an episode, which has ended if there is a `reason`.
  mutating func writeFacts(_ episode: SimulatedEpisode, _ reason: DischargeReason?) {
    let (person, facility) = (people[episode.person].id, id)
    var last: UUIDWords?
    for version in episode.span.versions(history: plan.keepsHistory) {
      let fact = identifiers.next()
      let corrects = version.isCorrection ? last : nil
      rows.add(.episodeFact) {
        $0.uuid(fact)
        $0.uuid(episode.id)
        $0.uuid(person)
        $0.uuid(facility)
        $0.uuid(episode.intake)
        $0.uuid(episode.readmissionOf)
        $0.range(from: version.from, to: version.to)
        $0.int16(version.to == nil ? nil : reason?.rawValue)
        $0.uuid(corrects)
        $0.time(version.knownFrom)
        $0.time(version.knownTo ?? .max)
      }
      last = fact
    }
  }

  /// Writes what was believed of the present stay of an episode and of its bed.
  mutating func writeStayFacts(_ episode: SimulatedEpisode, _ reason: DischargeReason?) {
    let (person, facility, stay) = (people[episode.person].id, id, episode.stay)
    var last: UUIDWords?
    for version in stay.span.versions(history: plan.keepsHistory) {
      let fact = identifiers.next()
      let corrects = version.isCorrection ? last : nil
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
        $0.range(from: version.from, to: version.to)
        $0.int16(version.to == nil ? nil : reason?.rawValue)
        $0.uuid(corrects)
        $0.time(version.knownFrom)
        $0.time(version.knownTo ?? .max)
      }
      last = fact
    }
    guard let bed = stay.bed else { return }
    for part in stay.parts {
      writeOccupation(
        bed, part.kind, part.span, stay: stay.id, episode: episode.id, patient: person, reason: nil)
    }
  }

  /// Writes a line of the ledger; one that was wrong first is there too.
  mutating func writeMove(
    _ episode: inout SimulatedEpisode, _ event: MoveEvent, to: StageState, _ telling: SimulatedTelling,
    _ reason: DischargeReason?, dueBack: Int64? = nil, reason words: String? = nil
  ) {
    episode.moves += 1
    var wrong: UUIDWords?
    if plan.keepsHistory, let mistake = telling.mistake {
      wrong = identifiers.next()
      writeLine(
        episode, event, to: to, reason, id: wrong, at: mistake.at, known: mistake.told, until: telling.told,
        dueBack: dueBack, words: words)
    }
    writeLine(
      episode, event, to: to, reason, id: identifiers.next(), at: telling.at, known: telling.told,
      dueBack: dueBack, words: wrong == nil ? words : "the time was wrong", corrects: wrong)
    episode.state = to
  }

  private mutating func writeLine(
    _ episode: SimulatedEpisode, _ event: MoveEvent, to: StageState, _ reason: DischargeReason?,
    id move: UUIDWords?, at time: Int64, known: Int64, until: Int64? = nil, dueBack: Int64?, words: String?,
    corrects: UUIDWords? = nil
  ) {
    let facility = id
    rows.add(.move) {
      $0.uuid(move)
      $0.uuid(episode.id)
      $0.int32(Int32(episode.moves))
      $0.text(event.rawValue)
      $0.text(episode.state.rawValue)
      $0.text(to.rawValue)
      $0.uuid(facility)
      $0.uuid(episode.stay.id)
      $0.time(time)
      $0.int16(reason?.rawValue)
      $0.time(dueBack)
      $0.text(words)
      $0.uuid(corrects)
      $0.time(known)
      $0.time(until ?? .max)
    }
  }
}
