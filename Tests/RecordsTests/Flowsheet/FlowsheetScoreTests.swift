import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What scores made anew, and for whom there is no score, mean at the bedside.
@Suite(.database, .timeLimit(.minutes(10)))
struct FlowsheetScoreTests {
  private let world: TestWorld

  init() throws { world = try TestWorld() }

  private static let lowMood = """
    protocol: low_mood
    version: "1"
    title: Low mood
    about: x
    source: x
    kind: supportive
    grace_minutes: 30
    checks:
      - check: phq_2
        title: PHQ-2
        instrument: phq_2
        scores: [0, 6]
        every: [{ scores: [4, 6], minutes: 60 }, { minutes: 240 }]
    escalations: [{ check: phq_2, from: 6, tell: prescriber, within_minutes: 30, then: Come. }]
    stop: [{ after_hours: 240 }]
    """

  private static func upsideDown() throws -> Instrument {
    let text = """
      slug: phq_2
      version: "9"
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
          - { value: 0, label: "0" }
          - { value: 1, label: "1" }
          - { value: 2, label: "2" }
          - { value: 3, label: "3" }
      items:
        - { number: 1, question: 44250-9, label: interest, choices: days, reverse: true }
        - { number: 2, question: 44255-8, label: low mood, choices: days, reverse: true }
      total:
        citation: a test
      """
    return try Instrument(file: "phq_2.yaml", yaml: Array(text.utf8))
  }

  private func due() async throws -> DueLine {
    let rows = try await world.records.run(
      as: world.caller, Action("flowsheet.due", needs: .flowsheetRead),
      list: DueChecks.list(
        DueFilter(facility: world.database.north.id, until: world.hours(48)), at: TestDatabase.now))
    return try #require(DuePage(rows).lines.first { $0.check == "phq_2" })
  }

  @Test func `scores that are made anew move what is due by them, and in a preview they do not`() async throws
  {
    let patient = try await world.patient()
    let episode = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 20)
      .episodeID
    try await world.records.load(
      ProtocolLibrary.Entry(file: "x", text: Self.lowMood), as: world.caller)
    _ = try await world.records.start(
      MonitoringOrder(id: TestDatabase.new(), slug: "low_mood", startsAt: world.hours(-10)), in: episode,
      as: world.caller)
    _ = try await world.records.record(
      ScreeningDraft(
        patientID: patient, instrument: "phq_2", at: world.hours(-1), answers: [1: .value(0), 2: .value(0)]),
      id: TestDatabase.new(), as: world.caller)
    let before = try await due()
    #expect(before.dueAt == world.hours(3) && before.lastScore == 0 && before.raised == nil)

    let rescoring = Rescoring(by: try Self.upsideDown())
    let preview = try await world.records.rescore(rescoring, as: world.caller)
    #expect(preview.changed == 1)
    #expect(try await due() == before)
    _ = try await world.records.rescore(
      rescoring, reason: try Note("the items count down"), as: world.caller)
    let after = try await due()
    #expect(after.dueAt == world.hours(0) && after.lastScore == 6 && after.minutes == 60)
    #expect(after.raised?.tell == "prescriber" && after.raised?.score == 6)
  }

  private static let whole: [VitalSign: Reading] = [
    .respirations: .number(16), .oxygenSaturation: .number(97), .breathing: .word("air"),
    .systolic: .number(120), .diastolic: .number(80), .pulse: .number(70), .consciousness: .word("alert"),
    .temperature: .number(37),
  ]

  private static let news2: Screening.Answers = [
    1: .value(16), 2: .value(1), 3: .value(0), 4: .value(97), 5: .value(120), 6: .value(70), 7: .value(0),
    8: .value(370),
  ]

  /// Somebody of that birth in detox since twenty hours, whose intake says whether she is pregnant.
  private func somebody(born: String, pregnant: Int16?) async throws -> (Patient.ID, Episode.ID) {
    let id: Patient.ID = TestDatabase.new()
    let plain = try world.intake(of: id)
    let intake = Intake(
      id: plain.id, patientID: id, facilityID: plain.facilityID, at: world.hours(-19),
      circumstances: pregnant.map { [.pregnant: .value($0)] } ?? [:], substances: plain.substances)
    let patient = Patient(
      id: id,
      demographics: Demographics(
        name: .value(try Patient.FullName(given: .init("Testa"), family: .init("Zzyxperson"))),
        birthDate: .value(try Day(born)), sex: .missing(.refused)))
    try await world.records.record(intake, patient: patient, as: world.caller)
    let episode = try await world.admit(id, to: world.database.north.detoxBeds[0], hoursAgo: 20).episodeID
    return (id, episode)
  }

  @Test(arguments: [
    ("2012-01-01", Int16?.none, News2.Unscored?.some(.under16)), ("1990-01-01", 1, .pregnant),
    ("1990-01-01", 0, nil), ("1990-01-01", nil, nil),
  ])
  func `NEWS2 is made of adults who are not pregnant, and of others it is said why not`(
    born: String, pregnant: Int16?, expected: News2.Unscored?
  ) async throws {
    let (patient, episode) = try await somebody(born: born, pregnant: pregnant)
    let set = Vitals(id: TestDatabase.new(), episodeID: episode, at: world.hours(-1), readings: Self.whole)
    let stored = try await world.records.record(set, as: world.caller)
    #expect(stored.unscored == expected && (stored.news2 == nil) == (expected != nil))
    let read = try #require(try await world.records.flowsheet(of: episode, as: world.caller)?.vitals.first)
    #expect(read.unscored == expected && (read.news2 == nil) == (expected != nil))
    let (total, why) = try await world.database.owner.run(
      Query<(Int16?, String?)>.one("SELECT news2, unscored FROM clinic.vitals WHERE vitals_id = \(set.id)") {
        (try $0["news2"], try $0["unscored"])
      })
    #expect((total == nil) == (expected != nil) && why == expected?.rawValue)

    let draft = ScreeningDraft(
      patientID: patient, instrument: "news2", at: world.hours(-1), answers: Self.news2)
    do {
      _ = try await world.records.record(draft, id: TestDatabase.new(), as: world.caller)
      #expect(expected == nil)
    } catch let refusal as InvalidValue {
      #expect(expected != nil && refusal.code == "not-for-person", "\(refusal)")
    }
  }

  @Test func `no path stores withdrawal as a diagnosis of F16`() async throws {
    let id: Patient.ID = TestDatabase.new()
    let plain = try world.intake(of: id)
    let intake = Intake(
      id: plain.id, patientID: id, facilityID: plain.facilityID, at: plain.at, substances: plain.substances,
      diagnoses: [
        Diagnosis(id: TestDatabase.new(), rank: 1, code: try DiagnosisCode("F16.23"), madeOn: nil)
      ])
    let refusal = await #expect(throws: InvalidValue.self) {
      try await world.records.record(
        intake, patient: try world.person(id, "Testa", "Zzyxperson"), as: world.caller)
    }
    #expect(refusal?.code == "no-such-withdrawal" && refusal?.field == "diagnoses[0].code")
    let patient = try await world.patient()
    for (code, isTaken) in [
      ("F16.239", false), ("F16.23", false), ("F16.13", false), ("F16.20", true), ("F10.239", true),
    ] {
      let insert: SQL = """
        INSERT INTO clinic.diagnosis (organization_id, id, patient_id, rank, code, at, known_from, recorded_by)
        SELECT i.organization_id, gen_random_uuid(), i.patient_id, 1, \(code), i.at, i.at, i.recorded_by
        FROM clinic.intake AS i WHERE i.patient_id = \(patient)
        """
      do {
        try await world.database.owner.run(.execute(insert))
        #expect(isTaken, "\(code)")
      } catch let error as PostgresError {
        #expect(!isTaken && error.constraint == "diagnosis_withdrawal_exists", "\(code): \(error)")
      }
    }
  }
}
