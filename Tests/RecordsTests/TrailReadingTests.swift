import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Questions to the audit trail: who saw a patient, who did what, and that the questions are in it too.
@Suite(.database, .timeLimit(.minutes(10)))
struct TrailReadingTests {
  let world: TestWorld
  let officer: Caller

  init() throws {
    world = try TestWorld()
    officer = world.caller
  }

  @Test func `who saw a patient: everyone, of several patients and in vain too, and the question itself`()
    async throws
  {
    try await mayRead()
    let patient = try await world.patient()
    let other = try await world.patient("Testb")
    _ = try await world.records.run(
      as: world.caller, Action(.patientRead, patients: [patient]), StaffMembers.me)
    _ = try await world.records.run(
      as: world.caller, Action(.patientRead, patients: [other, patient]), StaffMembers.me)
    await #expect(throws: NotPermitted.self) {
      _ = try await world.records.run(
        as: world.caller, Action(.counsellingNoteRead, patients: [patient]), StaffMembers.me)
    }

    let accesses = try await whoSaw(patient)
    let again = try await whoSaw(patient)

    let access = try #require(accesses.first)
    #expect(accesses.count == 1)
    #expect(access.handle == "ada")
    #expect(access.actions == ["counselling_note.read", "intake.record", "patient.read"])
    #expect((access.done, access.notDone) == (3, 1))
    #expect(again.first?.actions.contains("audit.who_saw") == true)
  }

  @Test func `pages of a search leave nothing out and give nothing twice`() async throws {
    try await mayRead()
    let patient = try await world.patient()
    for _ in 1...25 {
      _ = try await world.records.run(
        as: world.caller, Action(.patientRead, patients: [patient]), StaffMembers.me)
    }
    var search = TrailSearch()
    search.patient = patient
    search.action = "patient.*"

    var found: [TrailEvent] = []
    while true {
      let place = found.last.map { TrailSearch.Place(at: $0.at, transaction: $0.transaction) }
      let page = try await find(search, limit: 7, after: place)
      if page.isEmpty { break }
      found += page
    }

    #expect(found.count == 25)
    #expect(Set(found.map(\.transaction)).count == 25)
    #expect(found.map(\.transaction) == found.map(\.transaction).sorted(by: >))
  }

  @Test func `a search finds by outcome, by staff and by time`() async throws {
    try await mayRead()
    _ = try await world.patient()
    await #expect(throws: NotPermitted.self) {
      _ = try await world.records.run(as: world.caller, Action(.counsellingNoteRead), StaffMembers.me)
    }
    var denied = TrailSearch()
    denied.outcome = .denied
    var future = TrailSearch()
    future.from = world.hours(1)
    var mine = TrailSearch()
    mine.staff = try await world.records.run(as: officer, Action("me", needs: nil), StaffMembers.me).id

    #expect(try await find(denied).map(\.action) == ["counselling_note.read"])
    #expect(try await find(future).isEmpty)
    #expect(try await find(mine).count > 5)
    #expect(try await find(denied).first?.handle == "ada")
  }

  @Test func `whoever may not search the trail reads nothing of it`() async throws {
    _ = try await world.patient()

    await #expect(throws: NotPermitted.self) { try await find(TrailSearch()) }
    let unasked = try await world.records.run(
      as: world.caller, Action(.boardRead), TrailSearch().page(limit: 10))
    #expect(unasked.isEmpty)
  }

  /// Makes the test's member of staff the privacy officer as well.
  private func mayRead() async throws {
    try await world.database.owner.run(
      .execute(
        """
        INSERT INTO access.staff_role (organization_id, staff_id, role, valid)
        SELECT organization_id, id, 'privacy_officer', tstzrange(\(world.hours(-1)), NULL) FROM access.staff
        """))
  }

  private func whoSaw(_ patient: Patient.ID) async throws -> [PatientAccess] {
    try await world.records.run(
      as: officer, Action("audit.who_saw", needs: .auditSearch, patients: [patient]),
      PatientAccess.of(patient, from: nil, to: nil))
  }

  @discardableResult
  private func find(
    _ search: TrailSearch, limit: Int = 100, after place: TrailSearch.Place? = nil
  ) async throws -> [TrailEvent] {
    try await world.records.run(as: officer, Action(.auditSearch), search.page(limit: limit, after: place))
  }
}
