import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

@Suite(.database, .timeLimit(.minutes(10))) struct TEDSSubmissionTests {
  @Test func `made again without a change it is the same submission with the same bytes`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))

    let first = try await world.export()
    let again = try await world.export()

    #expect(again == first)
    #expect(try await world.lines(of: again) == world.lines(of: first))
    #expect(try await world.rows("SELECT number FROM clinic.teds_batch") == ["(1)"])
  }

  @Test func `a correction is a change, and only what changed is sent`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))
    _ = try await world.export()
    try await world.change(
      """
      UPDATE clinic.intake SET veteran = true WHERE patient_id = (
        SELECT patient_id FROM clinic.patient_identifier WHERE value = 'C1')
      """)

    let second = try await world.export()

    let (admissions, discharges) = try await world.lines(of: second)
    #expect(second.number == 2 && second.answers.changed == 1 && second.answers.added == 0)
    #expect(admissions.map { $0.prefix(1) + $0.dropFirst(116).prefix(1) } == ["C1"])
    #expect(discharges == [])
  }

  @Test func `an episode that counts no more is deleted, and another date is another record`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))
    _ = try await world.export()
    for table in ["episode_fact", "stay_fact"] {
      try await world.change(
        SQL(
          unsafe: """
            UPDATE clinic.\(table) SET known_to = known_from WHERE patient_id = (
              SELECT patient_id FROM clinic.patient_identifier WHERE value = 'C1')
            """))
      try await world.change(
        SQL(
          unsafe: """
            UPDATE clinic.\(table) SET valid = tstzrange('2024-03-02 12:00Z', upper(valid)) WHERE patient_id = (
              SELECT patient_id FROM clinic.patient_identifier WHERE value = 'C2')
            """))
    }

    let second = try await world.export()

    let (admissions, discharges) = try await world.lines(of: second)
    #expect(
      admissions.map { "\($0.prefix(1)) \($0.dropFirst(24).prefix(2)) \($0.dropFirst(41).prefix(8))" }
        == ["D C1 03012024", "D C2 03012024", "A C2 03022024"])
    // The key of a discharge does not know the admission.
    #expect(discharges.map { "\($0.prefix(1)) \($0.dropFirst(24).prefix(2))" } == ["D C1", "C C2"])
    #expect(try await world.export() == second)
  }

  @Test func `what the state rejected is listed, and sent again`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))
    _ = try await world.export()

    let answers = try await world.answer(
      "1,admission,1,accepted,\n1,admission,2,rejected,county missing\n1,discharge,1,accepted,\n")

    #expect(answers == TEDSAnswers(accepted: 2, rejected: 1, unchanged: 0))
    let check = try await world.report.check(try TEDSMonth("2024-03"), TEDSIssueFilter(rule: .rejected))
    #expect(check.issues.map { "\($0.client) \($0.what)" } == ["C2 The state says: county missing"])
    let second = try await world.export()
    #expect(try await world.lines(of: second).admissions.map { $0.dropFirst(24).prefix(2) } == ["C2"])
    #expect(second.answers.added == 1)
    let after = try await world.report.check(try TEDSMonth("2024-03"), TEDSIssueFilter(rule: .rejected))
    #expect(after.issues == [])
    #expect(
      try await world.answer("1,admission,1,accepted,\n")
        == TEDSAnswers(accepted: 0, rejected: 0, unchanged: 1))
  }

  @Test func `a rejected change is sent again as a change, a rejected deletion as a deletion`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:]))
    _ = try await world.export()
    try await world.change("UPDATE clinic.intake SET veteran = true")
    _ = try await world.export()
    _ = try await world.answer("2,admission,1,rejected,\n")

    let third = try await world.export()

    #expect(third.number == 3 && third.answers.changed == 1)
    try await world.change("UPDATE clinic.stay_fact SET known_to = known_from")
    let fourth = try await world.export()
    #expect(fourth.answers.deleted == 2)
    _ = try await world.answer("4,admission,1,rejected,\n4,discharge,1,accepted,\n")
    let fifth = try await world.export()
    #expect(fifth.answers.deleted == 1 && fifth.admissions == 1)
  }

  @Test(
    arguments: [
      ("7,admission,1,accepted,\n", "Line 2, column line, tells of a record that was not sent."),
      ("1,admission,9,accepted,\n", "Line 2, column line, tells of a record that was not sent."),
      ("1,admission,1,accepted,\n1,admission,1,rejected,x\n", "Line 2, column outcome, differs"),
      ("1,admission,1,perhaps,\n", "Line 2, column outcome, is neither accepted nor rejected."),
      ("x,admission,1,accepted,\n", "Line 2, column submission, is not the number of a submission."),
      ("1,admission\n", "Line 2 is not a record of five fields."),
    ])
  func `a bad acknowledgement is refused as a whole, with its line`(
    text: String, message: String
  ) async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:]))
    _ = try await world.export()

    let error = await #expect(throws: UnreadableFile.self) { try await world.answer(text) }

    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    #expect(try await world.rows("SELECT place FROM clinic.teds_record WHERE answer IS NOT NULL") == [])
  }

  @Test func `a submission stands in the trail and in the accounting of everybody in it`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))

    _ = try await world.export()

    #expect(
      try await world.rows(
        "SELECT cardinality(patients), outcome FROM audit.event WHERE action = 'teds.export'") == ["(2,done)"]
    )
    #expect(
      try await world.rows(
        "SELECT DISTINCT basis, recipient, authority FROM clinic.disclosure")
        == [#"(audit,"State Office","State law 1")"#])
    #expect(try await world.rows("SELECT count(DISTINCT patient_id) FROM clinic.disclosure") == ["(2)"])
  }

  @Test func `a restricted chart is reported, and not shown to who may not see it`() async throws {
    let world = try TEDSWorld()
    try await world.take(EpisodeFile([:], [:]))
    try await world.change(
      """
      INSERT INTO access.chart_restriction (organization_id, id, patient_id, reason, restricted_at, restricted_by)
      SELECT organization_id, gen_random_uuid(), patient_id, 'staff', now(), recorded_by
      FROM clinic.patient_identifier WHERE value = 'C2'
      """)

    let submission = try await world.export()
    let check = try await world.report.check(try TEDSMonth("2024-03"))

    #expect(submission.admissions == 2)
    #expect(check.admissions == 1)
    #expect(try await world.export() == submission)
  }

  @Test func `a month ahead is refused, and a clinic that does not report says so`() async throws {
    let world = try TEDSWorld()
    await #expect(throws: TEDSReport.NobodyReports.self) { try await world.export() }
    try await world.take(EpisodeFile([:]))
    await #expect(throws: InvalidValue.self) { try await world.export("2026-08") }
    #expect(throws: InvalidValue.self) { try TEDSMonth("2024-13") }
  }
}
