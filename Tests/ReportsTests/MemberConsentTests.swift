import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

/// Lists of people that leave the clinic.
@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct MemberConsentTests {
  private static let cell = Cell(measure: "counts", figure: "admitted")

  private func definition() throws -> CohortDefinition {
    try CohortDefinition(yaml: "name: t\ntitle: T\npopulation: stays\nmeasures: [counts]\n")
  }

  private func caller(_ purpose: Caller.Purpose, _ database: TestDatabase) -> Caller {
    Caller(
      token: database.caller.token, door: .reportRun, purpose: purpose, source: .cli, requestID: "test")
  }

  /// The people of six stays, in order.
  private func people() async throws -> (TestDatabase, [Patient.ID]) {
    let history = try await History((1...6).map { ToldStay(person: $0, start: History.june(Double($0))) })
    let all = try await history.database.records.members(
      of: Self.cell, in: try definition(), as: caller(.operations, history.database))
    #expect(all.members.count == 6 && all.leftOut == 0)
    return (history.database, all.members.map(\.patientID).sorted { "\($0)" < "\($1)" })
  }

  private func consent(
    _ patient: Patient.ID, _ kind: Consent.Kind = .research, to categories: Set<RecordCategory>? = nil,
    until end: Date = TestDatabase.now.addingTimeInterval(86_400), purpose: Line? = nil,
    in database: TestDatabase
  ) async throws -> Consent.ID {
    let id: Consent.ID = TestDatabase.new()
    let consent = try Consent(
      id: id, patientID: patient, kind: kind, discloser: Line("Test Clinics"),
      categories: categories ?? [.demographics, .treatment],
      recipients: [.init(kind: .entity, name: Line("Zz Institute"))], purpose: purpose ?? Line("as told"),
      rightToRevoke: Note("at any time"), expiry: .at(end), signer: Line("Zz"), signerRole: .patient,
      signedAt: TestDatabase.now.addingTimeInterval(-3_600), tellsOfRedisclosure: true, tellsOfRefusal: true)
    _ = try await database.records.record(consent, as: database.caller)
    return id
  }

  @Test(arguments: [(Caller.Purpose.research, Consent.Kind.research), (.payment, .tpo)])
  func `only who has consented to it is told of, and how many are left out is said`(
    purpose: Caller.Purpose, kind: Consent.Kind
  ) async throws {
    let (database, people) = try await people()
    _ = try await consent(people[0], kind, in: database)
    let revoked = try await consent(people[1], kind, in: database)
    try await database.records.revoke(revoked, as: database.caller)
    _ = try await consent(people[2], kind, to: [.demographics, .medication], in: database)
    _ = try await consent(people[3], kind == .tpo ? .research : .tpo, in: database)
    _ = try await consent(people[4], kind, in: database)
    _ = try await database.owner.run(
      .execute(
        """
        INSERT INTO clinic.restriction_request (organization_id, id, patient_id, at, categories, is_agreed, answer, recorded_by)
        SELECT \(database.organization), gen_random_uuid(), \(people[4]), \(TestDatabase.now), '{treatment}', true, 'yes',
          created_by.id FROM access.staff AS created_by LIMIT 1
        """))

    let found = try await database.records.members(
      of: Self.cell, in: try definition(), as: caller(purpose, database))
    var text = ""
    let exported = try await database.records.exportMembers(
      of: Self.cell, in: try definition(), as: caller(purpose, database)
    ) { text += String(decoding: $0, as: UTF8.self) }

    #expect(found.members.map(\.patientID) == [people[0]] && found.leftOut == 5)
    #expect(exported == ExportedMembers(members: 1, leftOut: 5))
    #expect(text.contains("\(people[0])") && people.dropFirst().allSatisfy { !text.contains("\($0)") })
    let named = try await database.owner.run(
      Query<[String]>.all(
        """
        SELECT array_to_string(patients, ',') AS who FROM audit.event
        WHERE purpose = \(purpose.rawValue) AND action LIKE 'report.members%' AND outcome = 'done'
        """
      ) { try $0["who"] })
    #expect(named == ["\(people[0])", "\(people[0])"])
  }

  @Test func `a consent is asked about now, and not at the time of the report`() async throws {
    let (database, people) = try await people()
    _ = try await consent(people[0], until: TestDatabase.now.addingTimeInterval(60), in: database)
    let tomorrow = TestDatabase.now.addingTimeInterval(86_400)
    let later = Records(database.records.database, clock: { tomorrow })

    let found = try await later.members(
      of: Self.cell, in: try definition(), asOf: TestDatabase.now, as: caller(.research, database))

    #expect(found.members.isEmpty && found.leftOut == 6)
  }

  @Test func `for what leaves nobody sees small counts`() async throws {
    let database = try TestDatabase.required()
    for purpose in Caller.Purpose.allCases {
      let sees = try await database.records.seesSmallCounts(as: caller(purpose, database))
      #expect(sees == [.treatment, .operations].contains(purpose), "\(purpose)")
    }
  }
}
