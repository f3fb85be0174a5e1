import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Who asks is a setting of the connection while a unit runs, and many organizations share few connections.
@Suite(.database, .timeLimit(.minutes(10)))
struct BleedTests {
  static let seed: UInt64 = 20_261_121

  @Test func `of 50 organizations on four connections none ever sees another's rows`() async throws {
    let test = try TestDatabase.required()
    var configuration = TestDatabase.service(test.conninfo)
    configuration.interactive.connections = 4
    let records = Records(Database(configuration), clock: { TestDatabase.now })
    let tenants = try await Self.tenants(50, in: test, records)

    let outcomes = try await withThrowingTaskGroup(of: Outcomes.self) { group in
      for lane in 0..<50 {
        group.addTask {
          var random = SeededRandom(Self.seed &+ UInt64(lane))
          var outcomes = Outcomes()
          for _ in 0..<200 {
            let asking = tenants[Int.random(in: tenants.indices, using: &random)]
            let other = tenants[Int.random(in: tenants.indices, using: &random)]
            await outcomes.note(Self.ask(records, as: asking, for: other, using: &random), asking)
          }
          return outcomes
        }
      }
      return try await group.reduce(into: Outcomes()) { $0.add($1) }
    }
    await records.database.close()

    #expect(outcomes.foreign == 0, "seed \(Self.seed)")
    #expect(outcomes.own > 5_000 && outcomes.broken > 500, "\(outcomes), seed \(Self.seed)")
    #expect(outcomes.own + outcomes.broken + outcomes.foreign == 10_000)
  }

  struct Tenant: Sendable {
    let organization: Organization.ID
    let patient: Patient.ID
    let name: String
    let caller: Caller
  }

  struct Outcomes {
    var own = 0
    /// Cancelled or out of time half-way.
    var broken = 0
    var foreign = 0

    mutating func note(_ seen: [(UUID, String?)]?, _ asking: Tenant) {
      guard let seen else { return broken += 1 }
      let isOwn = seen.allSatisfy {
        $0.0 == asking.organization.rawValue && $0.1 ?? asking.name == asking.name
      }
      if isOwn { own += 1 } else { foreign += 1 }
    }

    mutating func add(_ other: Outcomes) {
      own += other.own
      broken += other.broken
      foreign += other.foreign
    }
  }

  /// What one organization sees when it asks for another's patient and for everybody; nil when it was cut short.
  private static func ask(
    _ records: Records, as asking: Tenant, for other: Tenant, using random: inout SeededRandom
  ) async -> [(UUID, String?)]? {
    let everybody = Query<[(UUID, String?)]>.all(
      "SELECT organization_id, family_name FROM clinic.demographics WHERE known_to = 'infinity'"
    ) { (try $0["organization_id"], try $0["family_name"]) }
    let theirs = Query<[(UUID, String?)]>.all(
      "SELECT organization_id, NULL::text AS name FROM clinic.patient WHERE id = \(other.patient)"
    ) { (try $0["organization_id"], try $0["name"]) }
    let isCutShort = Int.random(in: 0..<5, using: &random) == 0
    let pause: SQL = isCutShort ? "SELECT pg_sleep(0.01)" : "SELECT 1"
    let patience = Duration.microseconds(Int.random(in: 100..<4_000, using: &random))
    let task = Task {
      try await records.run(
        as: asking.caller, Action(.patientSearch), everybody, Query<Int>.execute(pause), theirs)
    }
    if isCutShort {
      try? await Task.sleep(for: patience)
      task.cancel()
    }
    guard let (all, _, found) = try? await task.value else { return nil }
    return all + found
  }

  private static func tenants(
    _ count: Int, in test: TestDatabase, _ records: Records
  ) async throws -> [Tenant] {
    var tenants: [Tenant] = []
    for number in 0..<count {
      var random = SystemRandomNumberGenerator()
      let founded = try await Founding.found(
        test.owner, organization: Line("Tenant \(number)"), handle: "eve\(number)", staffName: Line("Eve"),
        roles: [.director], sessionDays: 9, at: TestDatabase.now.addingTimeInterval(-60), random: &random)
      let caller = Caller(token: founded.token, source: .http, requestID: "test")
      let facility = Facility(id: TestDatabase.new(), slug: "only", name: try Line("Only"), timeZone: "UTC")
      try await records.open(facility, units: [], as: caller)
      let patient: Patient.ID = TestDatabase.new()
      let name = "Zztenant\(number)"
      let intake = Intake(
        id: TestDatabase.new(), patientID: patient, facilityID: facility.id, at: TestDatabase.now,
        circumstances: [:], substances: [])
      let person = Patient(
        id: patient,
        demographics: Demographics(
          name: .value(try Patient.FullName(given: .init("Testa"), family: .init(name))),
          birthDate: .value(try Day("1990-05-17")), sex: .missing(.refused)))
      try await records.record(intake, patient: person, as: caller)
      tenants.append(
        Tenant(organization: founded.organization, patient: patient, name: name, caller: caller))
    }
    return tenants
  }
}
