import Clinic
import Records

extension SimulatedFacility {
  /// A PHQ-9 and an AUDIT an hour after admission, scored as by hand.
  mutating func writeScreenings(_ person: SimulatedPerson, of episode: SimulatedEpisode, at admitted: Int64) {
    for instrument in plan.instruments {
      // Some people are better, some worse, in all items alike.
      let burden = random.unit()
      var answers: Screening.Answers = [:]
      for item in instrument.items {
        let top = Double(item.choices.count - 1) * min(1, burden + random.unit() * 0.4)
        answers[item.number] = .value(item.choices[Int(top)].value)
      }
      guard let score = try? instrument.score(answers, sex: .value(person.sex)),
        let total = score.total?.value
      else {
        continue
      }
      let screening = identifiers.next()
      let at = admitted + 3_600_000_000
      rows.add(.screening) {
        $0.uuid(screening)
        $0.uuid(person.id)
        $0.uuid(episode.id)
        $0.text(instrument.reference.slug)
        $0.text(instrument.reference.version)
        $0.time(at)
        $0.int16(Int16(total))
        $0.int16(Int16(score.completeness.answered))
        $0.int16(Int16(score.completeness.required))
        $0.text(score.band?.label)
        $0.text("{\(score.flags.map(\.slug).joined(separator: ","))}")
        $0.time(at)
      }
      for item in instrument.items {
        let value = answers[item.number]?.value
        rows.add(.screeningAnswer) {
          $0.uuid(screening)
          $0.int16(item.number)
          $0.text(item.question)
          $0.int16(value)
        }
      }
    }
  }
}
