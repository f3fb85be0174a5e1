import Passwords
import TestSupport
import Testing

@Suite struct PasswordHashTests {
  private let password = Password("velvet otter canal nine")

  @Test func `a hash says its cost and knows its password`() throws {
    var random = SeededRandom(1)

    let hash = try Argon2id.current.hash(password, salt: .salt(random: &random))

    #expect(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(hash.matches(password) && !hash.matches(Password("velvet otter canal ten")))
    #expect(!hash.isOutdated && !"\(hash) \(password)".contains("otter"))
  }

  @Test func `a hash is that of the reference implementation`() throws {
    // From the test program of the reference implementation: t=2, m=65536, p=1.
    let hash = PasswordHash(
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")

    #expect(hash.matches(Password("password")))
    #expect(hash.isOutdated, "made at another cost")
  }

  @Test func `what looks the same is the same password`() throws {
    let hash = try Argon2id(memory: 64, passes: 1, lanes: 1).hash(
      Password("caf\u{E9} ﬁve"), salt: [UInt8](repeating: 7, count: 16))

    #expect(hash.matches(Password("cafe\u{301} five")))
  }

  @Test(arguments: ["", "x", "$argon2id$v=19$m=1", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AA"])
  func `what is no hash matches nothing`(text: String) {
    #expect(!PasswordHash(text).matches(Password("")) && PasswordHash(text).isOutdated)
  }

  @Test func `at most as many wait as there is room for`() async throws {
    let queue = HashingQueue(limit: 2, room: 4)

    let outcomes = await withTaskGroup(of: Bool?.self) { group in
      for _ in 0..<50 { group.addTask { [password] in try? await queue.verify(password, nil) } }
      return await group.reduce(into: [Bool?]()) { $0.append($1) }
    }

    #expect(outcomes.count { $0 == false } >= 6 && outcomes.count { $0 == nil } > 20)
    #expect(try await !queue.verify(password, nil), "there is room again")
  }
}
