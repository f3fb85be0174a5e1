import Clinic
import Foundation
import Postgres
import Records

/// A migrated database of a test's own, with an organization, two facilities and an administrator signed in.
package struct TestDatabase: Sendable {
  /// The time of every test, unless it moves on by itself: a Monday at noon, UTC.
  package static let now = Date(timeIntervalSince1970: 1_781_524_800)

  /// The one of the test that runs; there is one only in a suite with the trait `.database`.
  @TaskLocal package static var current: TestDatabase?

  /// As the service connects: a role that owns nothing.
  package let records: Records
  /// As migrations connect.
  package let owner: Database
  package let organization: Organization.ID
  /// An administrator and director who works in every facility.
  package let caller: Caller
  package let north: TestFacility
  package let south: TestFacility
  package let conninfo: String
  package let name: String

  /// The current one, or a failure that says what is missing.
  package static func required() throws -> TestDatabase {
    guard let current else { throw NoDatabase() }
    return current
  }

  package struct NoDatabase: Error, CustomStringConvertible {
    package var description: String { "This suite needs the trait .database." }
  }
}

/// A facility of the test world: a detox unit and a residential unit of four beds each, and no beds for aftercare.
package struct TestFacility: Sendable {
  package let id: Facility.ID
  package let slug: String
  package let detoxBeds: [Bed.ID]
  package let residentialBeds: [Bed.ID]
}

extension TestDatabase {
  /// Copies the template and founds the world in it.
  package static func make() async throws -> TestDatabase {
    let template = try await TestServer.template.value
    let name = "\(template)_\(UInt64.random(in: .min ... .max))"
    let maintenance = try TestServer.owner(of: "postgres")
    try await TestServer.create(name, from: template, on: maintenance)
    await maintenance.close()
    let conninfo = "\(try TestServer.conninfo()) dbname=\(name)"
    let owner = Database(Database.Configuration(conninfo))
    let records = Records(Database(service(conninfo)), clock: { now })
    var random = SystemRandomNumberGenerator()
    let founded = try await Founding.found(
      owner, organization: Line("Test Clinics"), handle: "ada", staffName: Line("Ada Admin"),
      roles: [.administrator, .director, .intake, .nurse], sessionDays: 3_650,
      at: now.addingTimeInterval(-86_400 * 400),
      random: &random)
    let caller = Caller(token: founded.token, source: .cli, requestID: "test")
    return TestDatabase(
      records: records, owner: owner, organization: founded.organization, caller: caller,
      north: try await facility("north", "America/New_York", records, caller),
      south: try await facility("south", "UTC", records, caller), conninfo: conninfo, name: name)
  }

  /// How the service connects: with the rights of `stepwell_app` only.
  package static func service(_ conninfo: String) -> Database.Configuration {
    var configuration = Database.Configuration(conninfo)
    configuration.role = "stepwell_app"
    return configuration
  }

  /// Closes the connections and drops the database.
  package func drop() async throws {
    await records.database.close()
    await owner.close()
    let maintenance = try TestServer.owner(of: "postgres")
    _ = try await maintenance.run(.execute(SQL(unsafe: "DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)")))
    await maintenance.close()
  }

  private static func facility(
    _ slug: String, _ zone: String, _ records: Records, _ caller: Caller
  ) async throws -> TestFacility {
    let facility = Facility(id: new(), slug: slug, name: try Line(slug.capitalized), timeZone: zone)
    let detox = try unit("Detox", .detox, of: facility)
    let residential = try unit("Residential", .residential, of: facility)
    try await records.open(facility, units: [detox, residential], as: caller)
    return TestFacility(
      id: facility.id, slug: slug, detoxBeds: detox.beds.map(\.id),
      residentialBeds: residential.beds.map(\.id))
  }

  private static func unit(
    _ name: String, _ stage: Stage, of facility: Facility
  ) throws -> (unit: Clinic.Unit, beds: [Bed]) {
    let unit = Clinic.Unit(id: new(), facilityID: facility.id, name: try Line(name), stage: stage)
    let inUse = try Interval(start: now.addingTimeInterval(-86_400 * 3_650))
    let beds = try (1...4).map {
      Bed(
        id: new(), facilityID: facility.id, unitID: unit.id, label: try Line("\(name.prefix(1))-0\($0)"),
        inUse: inUse)
    }
    return (unit, beds)
  }

  /// A new identifier made at the time of the test.
  package static func new<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: now, random: &random)
  }
}
