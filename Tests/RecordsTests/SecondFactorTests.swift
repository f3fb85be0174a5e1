import Clinic
import Foundation
import Passwords
import Postgres
import Records
import TestSupport
import Testing

/// Coming in with a code besides the password.
@Suite(.database, .timeLimit(.minutes(10)))
struct SecondFactorTests {
  private let own = "velvet otter canal nine"
  private let database: TestDatabase
  private let keys: FactorKeys

  init() throws {
    database = try TestDatabase.required()
    keys = try Self.newKeys()
  }

  private static func newKeys() throws -> FactorKeys {
    var random = SystemRandomNumberGenerator()
    return try #require(SecretFile(text: SecretFile.newText(random: &random)).flatMap(FactorKeys.init))
  }

  /// The desk so many seconds after the beginning.
  private func desk(after seconds: Double = 0) -> SignInDesk {
    SignInDesk(
      Records(database.records.database, clock: { TestDatabase.now.addingTimeInterval(seconds) }),
      factorKeys: keys)
  }

  private func attempt(_ code: String?, from address: String = "192.0.2.1") -> SignInAttempt {
    SignInAttempt(
      handle: "grace", password: own, code: code, source: .http, requestID: "test", address: address)
  }

  private func time(after seconds: Double) -> Date { TestDatabase.now.addingTimeInterval(seconds) }

  private struct Grace {
    let id: Staff.ID
    let caller: Caller
    let secret: String
    let phone: Authenticator
    let codes: [RecoveryCode]
  }

  /// Adds somebody who has chosen a password and a second factor.
  private func grace() async throws -> Grace {
    let added = try await desk().add(
      handle: "grace", name: Line("Zz Grace"), roles: [.nurse], in: nil, as: database.caller)
    let opened = try await desk().signIn(
      SignInAttempt(handle: "grace", password: added.password.text, source: .http, requestID: "test"))
    let caller = Caller(token: opened.token, source: .http, requestID: "test")
    try await desk().changePassword(from: added.password.text, to: own, as: caller)
    let begun = try await desk().beginFactor(password: own, as: caller)
    let phone = Authenticator(begun.secret)
    let codes = try await desk().confirmFactor(code: phone.shows(at: time(after: 0)), as: caller)
    return Grace(id: added.id, caller: caller, secret: begun.secret, phone: phone, codes: codes)
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

  @Test func `a session begins with password and code, and each code once`() async throws {
    let grace = try await grace()

    await #expect(throws: SecondFactorRefused.needed) { try await desk().signIn(attempt(nil)) }
    // The code that turned it on is used up.
    await #expect(throws: SecondFactorRefused.used) {
      try await desk().signIn(attempt(grace.phone.shows(at: time(after: 0))))
    }
    let next = grace.phone.shows(at: time(after: 60))
    let spaced = next.prefix(3) + " " + next.suffix(3)
    _ = try await desk(after: 60).signIn(attempt(String(spaced)))
    await #expect(throws: SecondFactorRefused.used) { try await desk(after: 61).signIn(attempt(next)) }
    let wrong = grace.phone.shows(at: time(after: 9_000))
    await #expect(throws: SecondFactorRefused.wrong) { try await desk(after: 120).signIn(attempt(wrong)) }

    #expect(
      try await audit().suffix(5) == [
        "session.code denied true", "session.code denied true", "session.start done true",
        "session.code denied true", "session.code denied true",
      ])
  }

  @Test func `a clock that was set back takes no older code`() async throws {
    let grace = try await grace()
    _ = try await desk(after: 600).signIn(attempt(grace.phone.shows(at: time(after: 600))))

    await #expect(throws: SecondFactorRefused.used) {
      try await desk(after: 300).signIn(attempt(grace.phone.shows(at: time(after: 300))))
    }
  }

  @Test func `of two who send the same code one comes in`() async throws {
    let grace = try await grace()

    for round in 1...10 {
      let desk = desk(after: Double(round) * 60)
      let code =
        round.isMultiple(of: 2)
        ? grace.codes[round - 1].text : grace.phone.shows(at: time(after: Double(round) * 60))
      let opened = await withTaskGroup { group in
        for side in 0..<2 {
          group.addTask { try? await desk.signIn(attempt(code, from: "192.0.2.\(side)")) }
        }
        return await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
      }
      #expect(opened == 1, "round \(round)")
    }
  }

  @Test func `a recovery code opens one session, and is void once there are others`() async throws {
    let grace = try await grace()
    let typed = grace.codes[0].text.uppercased().replacing("-", with: " ")

    _ = try await desk(after: 60).signIn(attempt(typed))
    await #expect(throws: SecondFactorRefused.wrong) { try await desk(after: 61).signIn(attempt(typed)) }
    let left = try await database.records.run(
      as: grace.caller, Action("factor.read", needs: nil), SecondFactors.mine)
    #expect(left?.codesLeft == 9)

    let new = try await desk(after: 120).renewRecoveryCodes(code: grace.codes[1].text, as: grace.caller)
    await #expect(throws: SecondFactorRefused.wrong) {
      try await desk(after: 121).signIn(attempt(grace.codes[2].text))
    }
    _ = try await desk(after: 122).signIn(attempt(new[9].text))
    #expect(Set(new.map(\.text)).count == 10)
  }

  @Test func `who guesses codes has to wait, from wherever they ask, and the right code too`() async throws {
    let grace = try await grace()
    let wrong = grace.phone.shows(at: time(after: 9_000))
    for guess in 0..<6 {
      await #expect(throws: SecondFactorRefused.wrong) {
        try await desk(after: 60).signIn(attempt(wrong, from: "192.0.2.\(guess)"))
      }
    }

    await #expect(throws: SignInThrottled.self) {
      try await desk(after: 60).signIn(attempt(grace.phone.shows(at: time(after: 60)), from: "192.0.2.99"))
    }
    _ = try await desk(after: 120).signIn(attempt(grace.phone.shows(at: time(after: 120))))
  }

  @Test func `who knows not the password learns nothing of a second factor`() async throws {
    _ = try await grace()

    for code in [nil, "123456"] {
      await #expect(throws: SignInFailed.self) {
        try await desk().signIn(
          SignInAttempt(handle: "grace", password: own + "?", code: code, source: .http, requestID: "test"))
      }
    }
  }

  @Test func `the database opens no session without the code, whatever asks`() async throws {
    let grace = try await grace()
    let hash = try await database.owner.run(
      Query<String>.one("SELECT password_hash FROM access.credential WHERE staff_id = \(grace.id)") {
        try $0[0]
      })

    let error = await #expect(throws: PostgresError.self) {
      _ = try await database.records.database.run(
        .execute(
          """
          SELECT FROM access.start_session(
            sha256('x'), \(UUID()), \(database.organization), \(grace.id), \(hash), NULL, NULL, 'http',
            interval '1 hour', \(time(after: 3_600)), '{}', 'test', 'http', NULL, \(time(after: 0)))
          """))
    }
    #expect(error?.message == "code-needed")
  }

  @Test func `it is removed with password and code, and by an administrator`() async throws {
    let grace = try await grace()

    let wrong = await #expect(throws: InvalidValue.self) {
      try await desk(after: 20).removeFactor(
        password: "no", code: grace.phone.shows(at: time(after: 20)), as: grace.caller)
    }
    #expect(wrong?.field == "password")
    let used = await #expect(throws: InvalidValue.self) {
      try await desk(after: 29).removeFactor(
        password: own, code: grace.phone.shows(at: time(after: 0)), as: grace.caller)
    }
    #expect(used?.field == "code" && used?.code == "code-used")
    try await desk(after: 60).removeFactor(
      password: own, code: grace.phone.shows(at: time(after: 60)), as: grace.caller)
    _ = try await desk(after: 61).signIn(attempt(nil))

    let begun = try await desk(after: 90).beginFactor(password: own, as: grace.caller)
    let code = Authenticator(begun.secret).shows(at: time(after: 90))
    _ = try await desk(after: 90).confirmFactor(code: code, as: grace.caller)
    let given = try await desk(after: 120).resetPassword(of: grace.id, as: database.caller)
    let opened = try await desk(after: 121).signIn(
      SignInAttempt(handle: "grace", password: given.text, source: .http, requestID: "test"))
    #expect(opened.mustChangePassword)
  }

  @Test func `a second one is refused while there is one, and a token manages none`() async throws {
    let grace = try await grace()

    let refusal = await #expect(throws: Conflict.self) {
      _ = try await desk().beginFactor(password: own, as: grace.caller)
    }
    #expect(refusal?.code == "factor-there")
    let token = try await desk().records.issueToken(
      label: Line("beds"), permissions: [.bedRead], until: time(after: 3_600), as: grace.caller
    ).token
    await #expect(throws: NotPermitted.self) {
      _ = try await desk().beginFactor(
        password: own, as: Caller(token: token, source: .http, requestID: "test"))
    }
  }

  @Test func `the secret is not to be read in the database, nor to be moved to another account`() async throws
  {
    let grace = try await grace()
    let other = try await desk().add(
      handle: "henry", name: Line("Zz Henry"), roles: [.nurse], in: nil, as: database.caller)
    let stored = try await database.owner.run(
      Query<[UInt8]>.one("SELECT secret FROM access.second_factor") { try $0[0] })
    #expect(stored.count == 12 + 20 + 16)
    for start in 0...(stored.count - 20) {
      #expect(TimeCode(secret: Array(stored[start..<start + 20])).text != grace.secret)
    }

    _ = try await database.owner.run(.execute("DELETE FROM access.recovery_code"))
    _ = try await database.owner.run(
      .execute("UPDATE access.second_factor SET staff_id = \(other.id), last_step = 1"))
    await #expect(throws: (any Error).self) {
      try await desk(after: 60).signIn(
        SignInAttempt(
          handle: "henry", password: other.password.text, code: grace.phone.shows(at: time(after: 60)),
          source: .http, requestID: "test"))
    }
    let elsewhere = SignInDesk(database.records, factorKeys: try Self.newKeys())
    await #expect(throws: FactorKeyMissing.self) {
      try await elsewhere.signIn(
        SignInAttempt(
          handle: "henry", password: other.password.text, code: "123456", source: .http, requestID: "test"))
    }
  }

  @Test func `failures of yesterday are forgotten, those of today are not`() async throws {
    _ = try await grace()
    for (address, seconds) in [("192.0.2.7", 0.0), ("192.0.2.8", 90_000)] {
      await #expect(throws: SignInFailed.self) {
        try await desk(after: seconds).signIn(
          SignInAttempt(
            handle: "grace", password: "wrong", source: .http, requestID: "test", address: address))
      }
    }

    try await desk(after: 90_001).records.forgetFailures()

    let left = try await database.owner.run(
      Query<Int64>.one("SELECT count(*) FROM access.sign_in_failure") { try $0[0] })
    #expect(left == 2)  // of the account from that address, and of the address
  }
}
