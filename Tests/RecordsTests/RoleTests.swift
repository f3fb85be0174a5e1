import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// A clinic's own roles.
@Suite(.database, .timeLimit(.minutes(10)))
struct RoleTests {
  private let database: TestDatabase
  private var records: Records { database.records }

  init() throws { database = try TestDatabase.required() }

  /// The shipped file with some of its text replaced.
  private func file(_ old: String = "", _ new: String = "") throws -> RoleCatalogue {
    let text = RoleCatalogue.shippedFile
    try #require(old.isEmpty || text.contains(old))
    return try RoleCatalogue(
      file: "our.yaml", yaml: Array((old.isEmpty ? text : text.replacing(old, with: new)).utf8))
  }

  private func list() async throws -> [RoleRecord] {
    try await records.run(
      as: database.caller, Action("role.list", needs: .staffRead), Roles.list(at: TestDatabase.now))
  }

  @Test func `what a role loses is refused at the next request of a session that goes on`() async throws {
    let nurse = Caller(
      token: try await database.staff(of: [.nurse]).token, source: .cli, requestID: "test")
    _ = try await records.run(as: nurse, Action(.boardRead), StaffMembers.me)
    let catalogue = try file(
      "episode.read, episode.move, transfer.*, board.read,\n      bed.*",
      "episode.read, episode.move, transfer.*,\n      bed.*")
    let change = try #require(
      RoleChange.all(from: try await list(), to: catalogue).first { $0.kind != .unchanged })
    #expect(
      change.role == .nurse && change.lost == ["board.read"] && change.gained == [] && change.holders == 2)

    try await records.load(catalogue, isShipped: false, as: database.caller)

    await #expect(throws: NotPermitted.self) {
      _ = try await records.run(as: nurse, Action(.boardRead), StaffMembers.me)
    }
    #expect(try await list().first { $0.role == .nurse }?.isShipped == false)
    #expect(RoleChange.all(from: try await list(), to: catalogue).allSatisfy { $0.kind == .unchanged })
  }

  @Test func `a role that the file lacks is retired, and comes back with it`() async throws {
    let nurse = Caller(
      token: try await database.staff(of: [.nurse]).token, source: .cli, requestID: "test")
    let without = try file("role: nurse", "role: night_nurse")
    let changes = RoleChange.all(from: try await list(), to: without)
    #expect(changes.first { $0.role == .nurse }?.kind == .retired)
    #expect(changes.first { $0.role.rawValue == "night_nurse" }?.kind == .new)

    try await records.load(without, isShipped: false, as: database.caller)
    await #expect(throws: NotPermitted.self) {
      _ = try await records.run(as: nurse, Action(.boardRead), StaffMembers.me)
    }
    #expect(try await list().last?.retiredAt == TestDatabase.now)

    try await records.load(try file(), isShipped: true, as: database.caller)
    _ = try await records.run(as: nurse, Action(.boardRead), StaffMembers.me)
  }

  @Test func `a file that would leave nobody to manage the staff changes nothing`() async throws {
    let before = try await list()
    let catalogue = try file("role: administrator", "role: manager")

    let refusal = await #expect(throws: Conflict.self) {
      try await records.load(catalogue, isShipped: false, as: database.caller)
    }

    #expect(refusal?.code == "last-administrator")
    #expect(try await list() == before)
  }

  @Test func `only who manages roles loads them, and no token of few permissions`() async throws {
    for role in [Role.director, .privacyOfficer, .nurse] {
      let caller = Caller(
        token: try await database.staff(of: [role]).token, source: .cli, requestID: "test")
      await #expect(throws: NotPermitted.self) {
        try await records.load(try file(), isShipped: true, as: caller)
      }
    }
    let token = try await records.issueToken(
      label: Line("roles"), permissions: [.roleManage], until: TestDatabase.now.addingTimeInterval(3_600),
      as: database.caller
    ).token
    await #expect(throws: NotPermitted.self) {
      try await records.load(
        try file(), isShipped: true, as: Caller(token: token, source: .cli, requestID: "test"))
    }
  }
}
