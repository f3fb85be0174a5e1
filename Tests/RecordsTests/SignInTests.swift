import Clinic
import Foundation
import Passwords
import Postgres
import Records
import TestSupport
import Testing

/// Coming in with a password, and what ends that.
@Suite(.database, .timeLimit(.minutes(10)))
struct SignInTests {
  private let own = "velvet otter canal nine"
  private let database: TestDatabase
  private let desk: SignInDesk

  init() throws {
    database = try TestDatabase.required()
    desk = SignInDesk(database.records)
  }

  /// The same desk so many seconds later.
  private func later(_ seconds: Double) -> SignInDesk {
    SignInDesk(Records(database.records.database, clock: { TestDatabase.now.addingTimeInterval(seconds) }))
  }

  private func attempt(
    _ handle: String, _ password: String, from address: String? = "192.0.2.1", of organization: String? = nil
  ) -> SignInAttempt {
    SignInAttempt(
      handle: handle, password: password, organization: organization, source: .http, requestID: "test",
      address: address)
  }

  private func caller(_ opened: SignedIn) -> Caller {
    Caller(token: opened.token, source: .http, requestID: "test")
  }

  /// Adds somebody who has chosen the password `own`.
  private func grace(_ roles: Set<Role> = [.nurse]) async throws -> Staff.ID {
    let added = try await desk.add(
      handle: "grace", name: Line("Zz Grace"), roles: roles, in: nil, as: database.caller)
    let opened = try await desk.signIn(attempt("grace", added.password.text))
    try await desk.changePassword(from: added.password.text, to: own, as: caller(opened))
    return added.id
  }

  private func audit() async throws -> [String] {
    try await database.owner.run(
      Query<[String]>.all(
        """
        SELECT action || ' ' || outcome || ' ' || (staff_id IS NOT NULL) AS row FROM audit.event
        WHERE action LIKE 'session.%' ORDER BY transaction
        """
      ) { try $0["row"] })
  }

  @Test func `a password that was given opens a session for nothing but changing it`() async throws {
    let added = try await desk.add(
      handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: database.caller)
    let opened = try await desk.signIn(attempt("Grace ", added.password.text))
    #expect(opened.mustChangePassword)
    let refusal = await #expect(throws: NotPermitted.self) {
      _ = try await database.records.run(as: caller(opened), Action(.bedRead), StaffMembers.me)
    }
    #expect(refusal?.message.contains("changed the password") == true)

    try await desk.changePassword(from: added.password.text, to: own, as: caller(opened))

    _ = try await database.records.run(as: caller(opened), Action(.bedRead), StaffMembers.me)
    #expect(try await !desk.signIn(attempt("grace", own)).mustChangePassword)
    await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("grace", added.password.text)) }
  }

  @Test func `a password that was given ends after a day`() async throws {
    let added = try await desk.add(
      handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: database.caller)

    await #expect(throws: SignInFailed.self) {
      try await later(86_401).signIn(attempt("grace", added.password.text))
    }
  }

  @Test func `whoever is unknown, disabled or of two organizations fails alike, and it is written down`()
    async throws
  {
    let id = try await grace()
    _ = try await database.stranger()
    let unknown = await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("nobody", own)) }
    let wrong = await #expect(throws: SignInFailed.self) {
      try await desk.signIn(attempt("grace", own + "?"))
    }
    try await database.records.setDisabled(true, id, as: database.caller)
    let disabled = await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("grace", own)) }

    #expect(unknown == wrong && wrong == disabled)
    #expect(
      try await audit().suffix(3) == [
        "session.start denied false", "session.start denied true", "session.start denied false",
      ])
  }

  @Test func `where two share a short name the organization tells them apart`() async throws {
    let id = try await grace()
    let stranger = Caller(token: try await database.stranger(), source: .cli, requestID: "test")
    _ = try await desk.add(handle: "grace", name: Line("Other"), roles: [.nurse], in: nil, as: stranger)

    await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("grace", own)) }
    for organization in ["test clinics", "\(database.organization)"] {
      let opened = try await desk.signIn(attempt("grace", own, of: organization))
      let me = try await database.records.run(as: caller(opened), Action("me", needs: nil), StaffMembers.me)
      #expect(me.id == id)
    }
    await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("grace", own, of: "nowhere")) }
  }

  @Test func `failures slow down their own address and lock nobody out elsewhere`() async throws {
    _ = try await grace()
    for _ in 0..<6 {
      await #expect(throws: SignInFailed.self) { try await desk.signIn(attempt("grace", "wrong")) }
    }

    let refusal = await #expect(throws: SignInThrottled.self) { try await desk.signIn(attempt("grace", own)) }
    #expect(refusal?.wait == 1)
    #expect(try await audit().last == "session.throttled denied false")
    _ = try await desk.signIn(attempt("grace", own, from: "192.0.2.2"))
    _ = try await later(2).signIn(attempt("grace", own))
    _ = try await later(3).signIn(attempt("grace", own))
  }

  @Test func `the wait doubles up to a quarter of an hour`() async throws {
    var waits: [Int] = []
    var time = 0.0
    for _ in 0..<30 {
      do {
        _ = try await later(time).signIn(attempt("nobody", "wrong"))
      } catch let refusal as SignInThrottled {
        waits.append(refusal.wait)
        time += Double(refusal.wait)
      } catch is SignInFailed {}
    }

    #expect(waits.prefix(6) == [1, 2, 4, 8, 16, 32] && waits.max() == 900)
  }

  @Test func `a session ends when idle, at last, and not before it began`() async throws {
    _ = try await grace()
    let opened = try await desk.signIn(attempt("grace", own))
    let read = Action(.bedRead)
    func works(_ seconds: Double) async -> Bool {
      do {
        _ = try await later(seconds).records.run(as: caller(opened), read, StaffMembers.me)
        return true
      } catch { return false }
    }

    #expect(await works(0))
    #expect(await !works(-1), "the clock was set back")
    #expect(await works(14 * 60))
    #expect(await works(28 * 60))
    #expect(await !works(28 * 60 + 15 * 60))
    for minute in stride(from: 42.0, to: 720, by: 14) { #expect(await works(minute * 60), "\(minute)") }
    #expect(await !works(720 * 60), "twelve hours are the longest")
  }

  @Test func `a changed password and a disabled account end sessions`() async throws {
    let id = try await grace()
    let (one, other) = (
      caller(try await desk.signIn(attempt("grace", own))),
      caller(try await desk.signIn(attempt("grace", own)))
    )
    let me = Action("me", needs: nil)
    try await desk.changePassword(from: own, to: "kettle harbour violin 12", as: one)
    _ = try await database.records.run(as: one, me, StaffMembers.me)
    await #expect(throws: NotSignedIn.self) {
      _ = try await database.records.run(as: other, me, StaffMembers.me)
    }

    try await database.records.setDisabled(true, id, as: database.caller)
    await #expect(throws: NotSignedIn.self) {
      _ = try await database.records.run(as: one, me, StaffMembers.me)
    }

    try await database.records.setDisabled(false, id, as: database.caller)
    await #expect(throws: NotSignedIn.self) {
      _ = try await database.records.run(as: one, me, StaffMembers.me)
    }
    _ = try await desk.signIn(attempt("grace", "kettle harbour violin 12"))
  }

  @Test func `a password is changed by who knows it, to one that may be`() async throws {
    _ = try await grace()
    let me = caller(try await desk.signIn(attempt("grace", own)))
    for (old, new, code) in [
      ("wrong", "kettle harbour violin 12", "wrong-password"), (own, own, "password-unchanged"),
      (own, "short", "password-too-short"), (own, "Password1234567!", "password-common"),
      (own, "test clinics 998 otter", "password-names-you"),
    ] {
      let refusal = await #expect(throws: InvalidValue.self) {
        try await desk.changePassword(from: old, to: new, as: me)
      }
      #expect(refusal?.code == code)
    }
  }

  @Test func `an old hash is made anew at the next sign-in`() async throws {
    let id = try await grace()
    let old = try Argon2id(memory: 1_024, passes: 1, lanes: 1).hash(
      Password(own), salt: [UInt8](repeating: 1, count: 16))
    _ = try await database.owner.run(
      .execute("UPDATE access.credential SET password_hash = \(old.text) WHERE staff_id = \(id)"))

    _ = try await desk.signIn(attempt("grace", own))

    let hash = try await database.owner.run(
      Query<String>.one("SELECT password_hash FROM access.credential WHERE staff_id = \(id)") { try $0[0] })
    #expect(!PasswordHash(hash).isOutdated)
    _ = try await desk.signIn(attempt("grace", own))
  }

  @Test func `a token does no more than it is for, and cannot get more`() async throws {
    let end = TestDatabase.now.addingTimeInterval(86_400)
    let records = database.records
    let issued = try await records.issueToken(
      label: Line("beds"), permissions: [.bedRead], until: end, as: database.caller)
    let caller = Caller(token: issued.token, source: .http, requestID: "test")

    #expect(issued.token.text.hasPrefix("swt_"))
    _ = try await records.run(as: caller, Action(.bedRead), StaffMembers.me)
    await #expect(throws: NotPermitted.self) {
      _ = try await records.run(as: caller, Action(.patientRead), StaffMembers.me)
    }
    await #expect(throws: NotPermitted.self) {
      try await records.issueToken(label: Line("more"), permissions: [.bedRead], until: end, as: caller)
    }
    await #expect(throws: NotPermitted.self) { try await records.endOtherSessions(as: caller) }
    let nurse = Caller(token: try await database.token(of: .nurse), source: .http, requestID: "test")
    await #expect(throws: NotPermitted.self) {
      try await records.issueToken(label: Line("more"), permissions: [.staffManage], until: end, as: nurse)
    }
    await #expect(throws: NotFound.self) { try await records.end(issued.id, as: nurse) }
    try await records.end(issued.id, as: database.caller)
    await #expect(throws: NotSignedIn.self) {
      _ = try await records.run(as: caller, Action(.bedRead), StaffMembers.me)
    }
  }
}
