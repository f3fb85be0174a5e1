import Foundation
import Records
import TestSupport
import Testing

/// A second factor by command.
@Suite(.database, .timeLimit(.minutes(10)))
struct FactorCommandTests {
  private let own = "velvet otter canal nine"

  @Test func `somebody adds a second factor, signs in with a recovery code, and removes it`() async throws {
    let clinic = try await CommandClinic()
    let folder = FileManager.default.temporaryDirectory.appending(path: clinic.database.name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var environment = clinic.environment
    func run(_ arguments: [String], _ lines: [String] = []) async throws -> Program.Outcome {
      try await Program.run(
        arguments, input: Data((lines.joined(separator: "\n") + "\n").utf8), environment: environment)
    }
    struct Added: Decodable { let one_time_password: String }
    struct Begun: Decodable { let secret: String }
    struct Codes: Decodable { let recovery_codes: [String] }

    let added: Added = try await run([
      "staff", "add", "grace", "--name", "Zz Grace", "--role", "nurse", "--json",
    ])
    .json()
    environment["STEPWELL_TOKEN"] = nil
    let signIn = ["sign-in", "--handle", "grace"]
    #expect(try await run(signIn, [added.one_time_password]).status == 0)
    #expect(try await run(["password"], [added.one_time_password, own, own]).status == 0)
    let keyless = try await run(["factor", "add"], [own])
    #expect(keyless.status == 75 && keyless.errors.contains("key of second factors"), "\(keyless)")

    var random = SystemRandomNumberGenerator()
    let key = folder.appending(path: "factor.key")
    try Data(SecretFile.newText(random: &random).utf8).write(to: key)
    let exposed = try await run(["factor", "add"], [own])
    #expect(exposed.status == 65 && exposed.errors.contains("chmod 600"), "\(exposed)")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)

    let begun: Begun = try await run(["factor", "add", "--json"], [own]).json()
    let code = Authenticator(begun.secret).shows(at: Date())
    let confirmed: Codes = try await run(["factor", "confirm", "--json"], [code]).json()
    let codes = confirmed.recovery_codes
    #expect(try await run(["factor", "show"]).output.contains("10 recovery codes"))

    let alone = try await run(signIn, [own])
    #expect(alone.status == 65 && alone.errors.contains("recovery code"), "\(alone)")
    let wrong = try await run(signIn, [own, "not-a-code"])
    #expect(wrong.status == 77 && wrong.errors.contains("not right"), "\(wrong)")
    #expect(try await run(signIn, [own, codes[0]]).status == 0)
    #expect(try await run(["factor", "remove"], [own, codes[1]]).status == 0)
    #expect(try await run(["factor", "show"]).output.contains("You have none"))
    #expect(try await run(signIn, [own]).status == 0)
  }
}
