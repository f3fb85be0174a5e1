import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// From the call to the chart.
@Suite(.database) struct RecordingTests {
  @Test func `a call with almost nothing filled in is kept and comes up in the queue`() async throws {
    let world = try TestWorld()
    let bare = Enquiry(id: TestDatabase.new(), receivedAt: world.hours(-1))
    let due = Enquiry(
      id: TestDatabase.new(), receivedAt: world.hours(-3), callbackNumber: try Line("555 0100"),
      consentToCall: .value(true), nextAction: try Line("call back"), nextActionDueAt: world.hours(-2))

    try await world.records.log(bare, facility: nil, as: world.caller)
    try await world.records.log(due, facility: world.database.south.id, as: world.caller)

    let queue = try await world.records.run(
      as: world.caller, Action("enquiry.list", needs: .enquiryRead), Enquiries.queue(limit: 10))
    #expect(queue.map(\.enquiry) == [due, bare])
    let second = try await world.records.run(
      as: world.caller, Action("enquiry.list", needs: .enquiryRead),
      Enquiries.queue(limit: 10, after: QueuePlace(due: due.nextActionDueAt, id: due.id)))
    #expect(second.map(\.enquiry.id) == [bare.id])
  }

  @Test func `an attempt moves the next action on, and a lost enquiry takes no more`() async throws {
    let world = try TestWorld()
    let enquiry = Enquiry(id: TestDatabase.new(), receivedAt: world.hours(-1))
    try await world.records.log(enquiry, facility: nil, as: world.caller)
    let me = try await world.records.run(as: world.caller, Action("staff.me", needs: nil), StaffMembers.me)
    func attempt() -> CallAttempt {
      CallAttempt(
        id: TestDatabase.new(), enquiryID: enquiry.id, at: world.hours(0), by: me.id, outcome: .voicemail)
    }

    try await world.records.attempt(
      attempt(), nextAction: try Line("try again"), due: world.hours(4), as: world.caller)
    let (found, attempts) = try await world.records.run(
      as: world.caller, Action(.enquiryRead), Enquiries.find(enquiry.id), Enquiries.attempts(of: enquiry.id)
    )
    #expect(found?.version == 2)
    #expect(found?.attempts == 1)
    #expect(found?.enquiry.nextActionDueAt == world.hours(4))
    #expect(attempts.map(\.outcome) == [.voicemail])

    await #expect(throws: Stale.self) {
      try await world.records.lose(enquiry.id, .cost, version: 1, as: world.caller)
    }
    try await world.records.lose(enquiry.id, .cost, version: 2, as: world.caller)
    let refusal = await #expect(throws: Conflict.self) {
      try await world.records.attempt(attempt(), nextAction: nil, due: nil, as: world.caller)
    }
    #expect(refusal?.code == "already-dealt-with")
    await #expect(throws: NotFound.self) {
      try await world.records.lose(TestDatabase.new(), .cost, version: nil, as: world.caller)
    }
  }

  @Test func `an intake keeps every answer and every reason why there is none`() async throws {
    let world = try TestWorld()
    let enquiry = Enquiry(id: TestDatabase.new(), receivedAt: world.hours(-1))
    try await world.records.log(enquiry, facility: nil, as: world.caller)
    let plain = try world.intake(of: TestDatabase.new())
    let intake = Intake(
      id: plain.id, patientID: plain.patientID, facilityID: plain.facilityID, enquiryID: enquiry.id,
      at: plain.at,
      firstContactAt: world.hours(-120), circumstances: plain.circumstances, substances: plain.substances,
      diagnoses: [Diagnosis(id: TestDatabase.new(), rank: 1, code: try DiagnosisCode("F16.20"))],
      notes: try Note("Speaks Portuguese."))
    var person = try world.person(intake.patientID, "Ana", "Zzyxperson")
    person.contacts = [
      Contact(
        id: TestDatabase.new(), kind: .phone, value: try Line("555 0101"), safeToContact: .missing(.unable))
    ]

    try await world.records.record(intake, patient: person, as: world.caller)

    let source = try await world.records.run(
      as: world.caller, Action(.enquiryRead), Enquiries.find(enquiry.id))
    let (patient, details, stored, substances) = try await world.records.run(
      as: world.caller, Action(.patientRead, patients: [intake.patientID]),
      Patients.find(intake.patientID), Patients.details(of: intake.patientID),
      Intakes.latest(of: intake.patientID),
      Intakes.substances(of: intake.patientID))
    #expect(patient?.familyName == "Zzyxperson")
    #expect(patient?.sex == .missing(.refused))
    #expect(details.map(\.safeToContact) == [.missing(.unable)])
    #expect(stored?.circumstances == intake.circumstances)
    #expect(stored?.notes == intake.notes)
    #expect(substances == intake.substances)
    #expect(source?.enquiry.state == .converted(to: intake.patientID))
  }

  /// A refusal is chosen by the constraint's name, so a name that no longer exists would silently refuse nothing.
  @Test func `every constraint that a refusal names is there`() async throws {
    let known = try await TestDatabase.required().owner.run(
      Query<[String]>.all(
        """
        SELECT conname::text AS name FROM pg_constraint
        UNION ALL
        SELECT relname::text FROM pg_class WHERE relkind = 'i'
        """
      ) { row in try row["name"] })

    #expect(Set(constraintsWithRefusals).subtracting(known) == [])
  }

  @Test func `an intake that fails in its last statement leaves nothing`() async throws {
    let world = try TestWorld()
    let plain = try world.intake(of: TestDatabase.new())
    let intake = Intake(
      id: plain.id, patientID: plain.patientID, facilityID: plain.facilityID, enquiryID: TestDatabase.new(),
      at: plain.at, substances: plain.substances)

    await #expect(throws: NotFound.self) {
      try await world.records.record(
        intake, patient: try world.person(intake.patientID, "No", "Trace"), as: world.caller)
    }

    let found = try await world.records.run(
      as: world.caller, Action(.patientRead), Patients.find(intake.patientID))
    #expect(found == nil)
  }

  @Test func `a repeated key writes once and gets the first answer; another request under it is refused`()
    async throws
  {
    let world = try TestWorld()
    let enquiry = Enquiry(id: TestDatabase.new(), receivedAt: world.hours(-1))
    let stored = StoredAnswer(status: 201, location: "/v1/enquiries/x", etag: "\"1\"", body: "{}")
    func once(_ digest: UInt8) -> Once<Enquiry> {
      Once(key: "k-1", requestDigest: Array(repeating: digest, count: 32)) { _ in stored }
    }

    try await world.records.log(enquiry, facility: nil, as: world.caller, once: once(1))
    await #expect(throws: KeyUsed.self) {
      let again = Enquiry(id: TestDatabase.new(), receivedAt: world.hours(-1))
      try await world.records.log(again, facility: nil, as: world.caller, once: once(1))
    }

    let digest = Array(repeating: 1 as UInt8, count: 32)
    #expect(
      try await world.records.storedAnswer(key: "k-1", requestDigest: digest, as: world.caller) == stored)
    await #expect(throws: KeyReused.self) {
      _ = try await world.records.storedAnswer(key: "k-1", requestDigest: [2], as: world.caller)
    }
    let queue = try await world.records.run(
      as: world.caller, Action("enquiry.list", needs: .enquiryRead), Enquiries.queue(limit: 10))
    #expect(queue.count == 1)
  }

  @Test(arguments: ["zzyxperson", "Zixperson", "testa zzyx", "1990-05-17", "testa, zzyxperson 1990-05-17"])
  func `search finds by part, sound and date of birth`(typed: String) async throws {
    let world = try TestWorld()
    let patient = try await world.patient("Testa", "Zzyxperson")
    _ = try await world.patient("Bob", "Quite-Different")

    let found = try await world.records.run(
      as: world.caller, Action(.patientSearch), list: Patients.search(try PatientSearch(typed)))

    #expect(found.map(\.id).contains(patient))
    #expect(typed.hasPrefix("1990") || found.first?.id == patient)
  }

  @Test func `another organization sees nothing of this one`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    var random = SystemRandomNumberGenerator()
    let other = try await Founding.found(
      world.database.owner, organization: try Line("Other"), handle: "eve", staffName: try Line("Eve"),
      roles: [.administrator, .director], sessionDays: 9, at: TestDatabase.now.addingTimeInterval(-60),
      random: &random)
    let eve = Caller(token: other.token, source: .http, requestID: "test")

    let (found, facilities, queue) = try await world.records.run(
      as: eve, Action(.patientRead), Patients.find(patient), Facilities.all, Enquiries.queue(limit: 5))

    #expect(found == nil)
    #expect(facilities.isEmpty)
    #expect(queue.isEmpty)
    await #expect(throws: (any Error).self) {
      try await world.records.record(try world.intake(of: patient), patient: nil, as: eve)
    }
  }

  @Test func `nobody without a session gets anywhere, and every unit leaves one audit row`() async throws {
    let world = try TestWorld()
    let patient = try await world.patient()
    await #expect(throws: NotSignedIn.self) {
      _ = try await world.records.run(
        as: Caller(token: Token("swt_forged"), source: .http, requestID: "x"), Action(.patientRead),
        Patients.find(patient))
    }
    _ = try await world.records.run(
      as: world.caller, Action(.patientRead, patients: [patient]), Patients.find(patient))

    let rows = try await world.database.owner.run(
      Query<[String]>.all("SELECT action FROM audit.event WHERE patients @> ARRAY[\(patient)] ORDER BY at") {
        row in
        try row["action"]
      })
    #expect(rows == ["intake.record", "patient.read"])
  }
}
