import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Who may manage the staff, and that somebody always can.
@Suite(.database, .timeLimit(.minutes(10)))
struct StaffTests {
  private let database: TestDatabase
  private var records: Records { database.records }

  init() throws {
    database = try TestDatabase.required()
  }

  private func person(
    _ roles: [Role], in facility: Facility.ID? = nil
  ) async throws -> (id: Staff.ID, caller: Caller) {
    let (id, token) = try await database.staff(of: roles, in: facility)
    return (id, Caller(token: token, source: .cli, requestID: "test"))
  }

  private func ada() async throws -> Staff.ID {
    try await records.run(as: database.caller, Action("me", needs: nil), StaffMembers.me).id
  }

  @Test func `the last administrator stays`() async throws {
    let ada = try await ada()
    let own = await #expect(throws: Conflict.self) {
      try await records.setDisabled(true, ada, as: database.caller)
    }
    #expect(own?.code == "last-administrator")
    await #expect(throws: Conflict.self) {
      try await records.revoke(.administrator, from: ada, as: database.caller)
    }

    let refused = try await database.owner.run(
      Query<[String]>.all(
        """
        SELECT action || ' ' || (staff_id = \(ada)) || ' ' || (subject = \(ada.rawValue)) AS row FROM audit.event
        WHERE outcome = 'refused' ORDER BY transaction
        """
      ) { try $0["row"] })
    #expect(refused == ["staff.disable true true", "role.revoke true true"])

    let other = try await person([.administrator])
    try await records.setDisabled(true, ada, as: other.caller)
    await #expect(throws: NotSignedIn.self) {
      try await records.setDisabled(true, other.id, as: database.caller)
    }
  }

  @Test func `of two who disable each other at once one is left`() async throws {
    for _ in 0..<20 {
      let (one, two) = (try await person([.administrator]), try await person([.administrator]))
      try await retire(all: [one.id, two.id])
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for (who, whom) in [(one.caller, two.id), (two.caller, one.id)] {
          group.addTask { [records] in
            do {
              try await records.setDisabled(true, whom, as: who)
              return true
            } catch { return false }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(outcomes.count { $0 } == 1)
    }
  }

  /// Takes the role from every administrator but these.
  private func retire(all but: [Staff.ID]) async throws {
    _ = try await database.owner.run(
      .execute(
        """
        UPDATE access.staff SET disabled_at = \(TestDatabase.now)
        WHERE NOT id = ANY (\(but)) AND disabled_at IS NULL
        """))
  }

  @Test func `a role that is withdrawn is withdrawn at the next request`() async throws {
    let nurse = try await person([.nurse])
    _ = try await records.run(as: nurse.caller, Action(.bedRead), StaffMembers.me)

    try await records.revoke(.nurse, from: nurse.id, as: database.caller)

    await #expect(throws: NotPermitted.self) {
      _ = try await records.run(as: nurse.caller, Action(.bedRead), StaffMembers.me)
    }
    try await records.grant(.nurse, to: nurse.id, in: nil, until: nil, as: database.caller)
    _ = try await records.run(as: nurse.caller, Action(.bedRead), StaffMembers.me)
    await #expect(throws: NotFound.self) {
      try await records.revoke(.director, from: nurse.id, as: database.caller)
    }
  }

  @Test func `nobody grants a role to themselves, or manages all from one facility`() async throws {
    await #expect(throws: NotPermitted.self) {
      try await records.grant(.privacyOfficer, to: try await ada(), in: nil, until: nil, as: database.caller)
    }
    let local = try await person([.administrator], in: database.north.id)
    let nurse = try await person([.nurse])
    await #expect(throws: NotPermitted.self) {
      try await records.grant(.administrator, to: nurse.id, in: nil, until: nil, as: local.caller)
    }
    await #expect(throws: NotPermitted.self) {
      try await SignInDesk(records).resetPassword(of: try await ada(), as: local.caller)
    }
    let stranger = Caller(token: try await database.stranger(), source: .cli, requestID: "test")
    await #expect(throws: NotFound.self) { try await records.setDisabled(true, nurse.id, as: stranger) }
    await #expect(throws: NotPermitted.self) {
      try await records.setDisabled(true, nurse.id, as: nurse.caller)
    }
  }

  @Test func `a short name is taken once, and roles are those of the file`() async throws {
    let desk = SignInDesk(records)
    let taken = await #expect(throws: Conflict.self) {
      _ = try await desk.add(handle: "ada", name: Line("Zz"), roles: [.nurse], in: nil, as: database.caller)
    }
    #expect(taken?.code == "handle-taken")
    await #expect(throws: NotFound.self) {
      let role = Role(rawValue: "wizard")
      _ = try await desk.add(handle: "zz.new", name: Line("Zz"), roles: [role], in: nil, as: database.caller)
    }
    await #expect(throws: InvalidValue.self) {
      _ = try await desk.add(
        handle: "Zz New", name: Line("Zz"), roles: [.nurse], in: nil, as: database.caller)
    }
  }
}
