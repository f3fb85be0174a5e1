import Clinic
import Foundation
import Postgres
import Records
import Service
import TestSupport
import Testing

/// Every door of the service as every role, as nobody, as a stranger, and as somebody of another facility.
@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct RouteWalkTests {
  @Test func `the table knows every door, and no door that is not there`() {
    let needs = ClinicService.doors
    let guarded = needs.filter { $0.need != .nothing }.map(\.door)
    let open = needs.filter { $0.need == .nothing }.map(\.door)

    #expect(Set(open) == WalkTable.open)
    #expect(Set(guarded) == Set(WalkTable.lines.map(\.door)))
    #expect(WalkTable.lines.count == guarded.count)
  }

  @Test func `every door lets in whom the table says, and nobody else`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let tokens = try await tokens(walker)
      var visits = 0
      for line in WalkTable.lines {
        for (role, token) in tokens {
          let answer = try await walker.visit(line.door, as: token)
          let isAllowed = line.roles.contains(role)
          #expect(
            isAllowed ? ![401, 403, 404].contains(answer.status) : answer.status == 403,
            "\(line.door) as \(role.rawValue): \(answer)")
          if !isAllowed { #expect(answer.problem == "not-permitted", "\(line.door) as \(role.rawValue)") }
          visits += 1
        }
      }
      print("route walk: \(ClinicService.doors.count) doors, \(tokens.count) roles, \(visits) visits")
    }
  }

  @Test func `nobody, the expired and strangers get nothing of anybody`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let database = client.database
      let expired = try await database.token(
        of: .director, until: TestDatabase.now.addingTimeInterval(-1))
      let stranger = try await database.stranger()
      for line in WalkTable.lines {
        for token in [Token("swt_nobody"), Token(""), expired] {
          let answer = try await walker.visit(line.door, as: token)
          #expect(answer.status == 401, "\(line.door) as nobody: \(answer)")
        }
        let answer = try await walker.visit(line.door, as: stranger)
        try expectNothing(in: answer, of: walker, "\(line.door) as a stranger")
        #expect(answer.status != 403 && answer.status < 500, "\(line.door) as a stranger: \(answer)")
      }
    }
  }

  @Test func `in another facility a role opens what belongs to all, and nothing else`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let roles = Array(WalkTable.everyone.subtracting([.counsellor]))
      let token = try await client.database.staff(of: roles, in: client.database.south.id).token
      for line in WalkTable.lines {
        let answer = try await walker.visit(line.door, as: token)
        switch line.elsewhere {
        case .same: #expect(answer.status < 300, "\(line.door) elsewhere: \(answer)")
        case .refused: #expect(answer.status == 422, "\(line.door) elsewhere: \(answer)")
        case .forbidden: #expect(answer.status == 403, "\(line.door) elsewhere: \(answer)")
        case .notFound: #expect(answer.status == 404, "\(line.door) elsewhere: \(answer)")
        case .empty: try expectNothing(in: answer, of: walker, "\(line.door) elsewhere")
        }
      }
    }
  }

  @Test func `with the first wall down the second lets no row through`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let tokens = try await tokens(walker)
      try await takeDownFirstWall(of: client.database)
      for line in WalkTable.lines where line.roles != WalkTable.everyone {
        for (role, token) in tokens where !line.roles.contains(role) {
          let answer = try await walker.visit(line.door, as: token)
          // Who may correct is also a rule of the stages, and functions that run as the owner ask for themselves.
          let isRuled =
            line.door.hasSuffix("/corrections") || line.door.hasSuffix("/restorations")
            || ["POST /v1/broken-glass", "GET /v1/roles", "POST /v1/report-schedules"].contains(line.door)
            || line.door.contains(" /v1/staff") || line.door.contains(" /v1/reports/members")
          #expect(answer.status != 403 || isRuled, "the first wall still stands at \(line.door)")
          try expectNothing(in: answer, of: walker, "\(line.door) as \(role.rawValue), first wall down")
        }
      }
    }
  }

  /// One of each role, all of them of the patient's care team.
  private func tokens(_ walker: Walker) async throws -> [(Role, Token)] {
    var tokens: [(Role, Token)] = []
    let patient = try #require(Patient.ID(walker.patient))
    for role in WalkTable.everyone.sorted(by: { $0.rawValue < $1.rawValue }) {
      let (id, token) = try await walker.client.database.staff(of: [role])
      try await walker.client.database.addToCareTeam(id, of: patient)
      tokens.append((role, token))
    }
    return tokens
  }

  private func expectNothing(in answer: Answer, of walker: Walker, _ visit: String) throws {
    for secret in [Walker.canary, walker.patient, walker.episode, walker.screening] {
      #expect(!answer.text.contains(secret), "\(visit): \(answer)")
    }
  }

  /// Makes `access.begin` believe that every permission is held, in this database alone.
  private func takeDownFirstWall(of database: TestDatabase) async throws {
    let (whole, without) = try await database.owner.run(
      Query<String>.one("SELECT pg_get_functiondef('access.begin'::regproc) AS text") { try $0["text"] },
      Query<String>.one(
        """
        SELECT replace(
          pg_get_functiondef('access.begin'::regproc), 'IF may_enter IS NOT TRUE OR may_act IS NOT TRUE OR NOT in_scope THEN', 'IF false THEN'
        ) AS text
        """
      ) { try $0["text"] })
    #expect(whole != without)
    _ = try await database.owner.run(.execute(SQL(unsafe: without)))
  }
}
