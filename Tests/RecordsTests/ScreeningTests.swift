import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Screenings as they are recorded, corrected and scored anew.
@Suite(.database, .timeLimit(.minutes(10))) struct ScreeningTests {
  private func record(
    _ world: TestWorld, _ patient: Patient.ID, of instrument: String = "phq_9", _ answers: Screening.Answers,
    at hours: Double = -1, keepsSkipped: Bool = false
  ) async throws -> ScoredScreening {
    try await world.records.record(
      ScreeningDraft(
        patientID: patient, instrument: instrument, at: world.hours(hours), answers: answers,
        keepsSkipped: keepsSkipped),
      id: TestDatabase.new(), as: world.caller)
  }

  private func history(_ world: TestWorld, _ id: Screening.ID) async throws -> [ScreeningRecord] {
    try await world.records.run(
      as: world.caller, Action("screening.history", needs: .screeningRead), Screenings.history(of: id))
  }

  @Test func `a screening keeps zero, refused and not asked apart, and a partial total is only a bound`()
    async throws
  {
    let world = try TestWorld()
    let patient = try await world.patient()
    let answers: Screening.Answers = [
      1: .value(0), 2: .value(3), 3: .missing(.refused), 4: .missing(.unable), 9: .value(1),
    ]

    let recorded = try await record(world, patient, answers)

    let found = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient))
    #expect(found.map(\.screening) == [recorded.screening])
    #expect(found.first?.screening.answers == answers)
    #expect(found.first?.total == nil && found.first?.atLeast == 4)
    #expect(found.first?.itemsAnswered == 3 && found.first?.itemsRequired == 9)
    #expect(found.first?.flags == ["self_harm"])
  }

  @Test func `a correction is scored anew, and what was known before stays`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let all = Dictionary(uniqueKeysWithValues: (Int16(1)...9).map { ($0, Recorded<Int16>.value(1)) })
    let first = try await record(world, patient, all)
    let id = first.screening.id

    let corrected = try await world.records.correct(
      id, ScreeningCorrection(answers: [1: .value(3), 2: .value(3)], reason: try Note("misread")),
      as: world.caller)

    #expect(corrected.score.storedTotal == 13)
    let known = try await history(world, id)
    #expect(known.map(\.total) == [13, 9])
    #expect(known.map(\.screening.id) == [id, id])
    #expect(known.map { $0.screening.answers[1] } == [.value(3), .value(1)])
    #expect(known.map(\.known.cause) == [.correction, nil])
    #expect(known.map { $0.known.to == nil } == [true, false])
    let listed = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient))
    #expect(listed.map(\.total) == [13])
    let refusal = await #expect(throws: InvalidValue.self) {
      try await world.records.correct(
        id, ScreeningCorrection(answers: [1: .value(3)], reason: try Note("again")), as: world.caller)
    }
    #expect(refusal?.code == "nothing-changes")
  }

  @Test func `one entered in error goes from the lists, keeps its answers and is not corrected any more`()
    async throws
  {
    let world = try TestWorld()
    let patient = try await world.patient()
    let id = try await record(world, patient, of: "phq_2", [1: .value(1), 2: .value(2)]).screening.id

    try await world.records.enterInError(id, reason: try Note("of somebody else"), as: world.caller)

    let (listed, found) = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient), Screenings.find(id))
    #expect(listed.isEmpty)
    #expect(found?.state == .enteredInError && found?.screening.answers == [1: .value(1), 2: .value(2)])
    for _ in 0..<2 {
      let refusal = await #expect(throws: Conflict.self) {
        try await world.records.enterInError(id, reason: try Note("again"), as: world.caller)
      }
      #expect(refusal?.code == "entered-in-error")
    }
  }

  @Test func `what cannot be is refused, and nothing is written`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()

    func refusal(_ draft: ScreeningDraft) async -> String? {
      do {
        _ = try await world.records.record(draft, id: TestDatabase.new(), as: world.caller)
        return nil
      } catch {
        return (error as? any Refusal)?.code
      }
    }
    let audit: Screening.Answers = [1: .value(0), 5: .value(2), 9: .value(0), 10: .value(0)]
    #expect(
      await refusal(ScreeningDraft(patientID: patient, instrument: "phq_2", answers: [1: .value(4)]))
        == "answer-out-of-range")
    #expect(
      await refusal(ScreeningDraft(patientID: patient, instrument: "phq_2", answers: [7: .value(1)]))
        == "unknown-item")
    #expect(
      await refusal(ScreeningDraft(patientID: patient, instrument: "audit", answers: audit))
        == "skipped-item-answered")
    #expect(
      await refusal(ScreeningDraft(patientID: patient, instrument: "phq_2", version: "99", answers: [:]))
        == "unknown-version")
    #expect(
      await refusal(
        ScreeningDraft(patientID: patient, instrument: "phq_2", at: world.hours(1), answers: [:]))
        == "date-in-future")
    #expect(
      await refusal(ScreeningDraft(patientID: TestDatabase.new(), instrument: "phq_2", answers: [:]))
        == "not-found")
    try await world.records.choose(
      InstrumentChoice(instrument: "phq_2", bandSet: nil, isRetired: true), reason: try Note("PHQ-9 instead"),
      as: world.caller)
    #expect(
      await refusal(ScreeningDraft(patientID: patient, instrument: "phq_2", answers: [1: .value(1)]))
        == "instrument-retired")
    let listed = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient))
    #expect(listed.isEmpty)
    #expect(
      await refusal(
        ScreeningDraft(patientID: patient, instrument: "audit", answers: audit, keepsSkipped: true))
        == nil, "an answer that is meant is kept")
  }

  @Test func `a drug leads to its class, and no two substances are one screening`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    func draft(_ substance: String?) -> ScreeningDraft {
      ScreeningDraft(
        patientID: patient, instrument: "assist", substance: substance, answers: [1: .value(0)])
    }
    let ketamine = try await world.records.record(
      draft("ketamine"), id: TestDatabase.new(), as: world.caller)

    let listed = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient))
    #expect(ketamine.screening.substance == "hallucinogens")
    #expect(listed.map(\.screening.substance) == ["hallucinogens"])
    for (substance, code) in [(nil, "substance-missing"), ("tea", "unknown-substance")] {
      let refusal = await #expect(throws: InvalidValues.self) {
        try await world.records.record(draft(substance), id: TestDatabase.new(), as: world.caller)
      }
      #expect(refusal?.code == code)
    }
  }

  @Test func `the clinic's set of bands reads the score, and an older result keeps its own`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let nine: Screening.Answers = [
      1: .value(7), 2: .value(2), 3: .value(0), 4: .value(0), 5: .value(0), 6: .value(0), 7: .value(0),
      8: .value(0), 9: .value(0), 10: .value(0),
    ]
    let first = try await record(world, patient, of: "ciwa_ar", nine)
    #expect(first.bandSet == "asam_2020" && first.score.storedTotal == 9)

    let ciwa = try InstrumentLibrary.shipped().find("ciwa_ar")
    try await world.records.choose(
      InstrumentChoice(of: ciwa, bandSet: "classic", isRetired: false),
      reason: try Note("as our protocol has it"),
      as: world.caller)
    let second = try await record(world, patient, of: "ciwa_ar", nine)
    #expect(second.bandSet == "classic" && second.score.band != first.score.band)
    #expect(try await history(world, first.screening.id).map(\.bandSet) == ["asam_2020"])

    let outcome = try await world.records.rescore(
      Rescoring(by: ciwa), reason: try Note("all by one set"), as: world.caller)
    #expect(outcome.count == 1 && outcome.changed == 1)
    #expect(try await history(world, first.screening.id).map(\.bandSet) == ["classic", "asam_2020"])
    #expect(throws: InvalidValue.self) {
      try InstrumentChoice(of: ciwa, bandSet: "zz", isRetired: false)
    }
  }

  @Test func `an unlikely number is asked about, an impossible one refused, and nothing is written`()
    async throws
  {
    let world = try TestWorld()
    let patient = try await world.patient()
    func draft(_ pressure: Int16, confirmed: Bool = false) -> ScreeningDraft {
      ScreeningDraft(
        patientID: patient, instrument: "news2", answers: [5: .value(pressure)], confirmsUnlikely: confirmed)
    }
    func code(_ draft: ScreeningDraft) async -> String? {
      do {
        _ = try await world.records.record(draft, id: TestDatabase.new(), as: world.caller)
        return nil
      } catch {
        return (error as? any Refusal)?.code
      }
    }

    #expect(await code(draft(1_200)) == "answer-out-of-range")
    #expect(await code(draft(250)) == "unlikely-answer")
    let none = try await world.records.run(
      as: world.caller, Action(.screeningRead), Screenings.of(patient))
    #expect(none.isEmpty)
    #expect(await code(draft(250, confirmed: true)) == nil)
  }

  @Test func `a new version is previewed, then scores anew beside what was known`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let full = try await record(world, patient, of: "phq_2", [1: .value(2), 2: .value(1)]).screening.id
    let partial = try await record(
      world, patient, of: "phq_2", [1: .value(3), 2: .missing(.refused)], at: -2
    ).screening.id
    let other = try await record(world, patient, of: "gad_7", [1: .value(1)]).screening.id
    let next = try Self.phq2(version: "2", reversed: true)

    let preview = try await world.records.rescore(Rescoring(by: next), as: world.caller)
    #expect(preview.count == 2 && preview.changed == 1 && preview.unfit == 0)
    #expect(try await history(world, full).count == 1, "a preview writes nothing")

    let done = try await world.records.rescore(
      Rescoring(by: next), reason: try Note("the second item counts down"), as: world.caller)
    #expect(done == preview)
    let known = try await history(world, full)
    #expect(known.map(\.total) == [4, 3])
    #expect(known.map(\.screening.instrument.version) == ["2", "1"])
    #expect(known.first?.known.cause == .rescoring)
    #expect(known.first?.screening.answers == known.last?.screening.answers)
    #expect(try await history(world, partial).map(\.atLeast) == [3, 3])
    #expect(try await history(world, other).count == 1)
    let again = try await world.records.rescore(Rescoring(by: next), as: world.caller)
    #expect(again.count == 0, "what is up to date is left alone")
    let all = try await world.records.rescore(Rescoring(by: next, scope: .all), as: world.caller)
    #expect(all.count == 2 && all.changed == 0)
  }

  @Test func `an answer that a new version does not take stays as it is`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    let id = try await record(world, patient, of: "phq_2", [1: .value(3), 2: .value(0)]).screening.id
    let narrow = try Self.phq2(version: "3", reversed: false, most: 2)

    let done = try await world.records.rescore(
      Rescoring(by: narrow), reason: try Note("three is no answer"), as: world.caller)

    #expect(done.count == 1 && done.unfit == 1 && done.changed == 0)
    #expect(try await history(world, id).map(\.screening.instrument.version) == ["1"])
  }

  private static func phq2(version: String, reversed: Bool, most: Int = 3) throws -> Instrument {
    let choices = (0...most).map { "    - { value: \($0), label: '\($0)' }\n" }.joined()
    let text = """
      slug: phq_2
      version: "\(version)"
      title: PHQ-2
      about: depression
      recall: 2 weeks
      licence: ours
      wording: ours
      source: a test
      languages: [en]
      administered_by: [patient]
      choices:
        days:
      \(choices)
      items:
        - { number: 1, question: 44250-9, label: interest, choices: days }
        - { number: 2, question: 44255-8, label: low mood, choices: days, reverse: \(reversed) }
      total:
        citation: a test
      """
    return try Instrument(file: "phq_2.yaml", yaml: Array(text.utf8))
  }
}
