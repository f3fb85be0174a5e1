import Clinic
import Postgres
import Records
import Service

/// Charts as the owner of the tables reads them, with nobody asked who they are and nothing written down.
struct Unguarded: Sendable {
  private let database: Database
  private let organization: String

  init(conninfo: String) async throws {
    var configuration = Database.Configuration(conninfo)
    configuration.interactive.connections = 6
    database = Database(configuration)
    organization = try await database.run(
      Query<String>.one("SELECT organization_id::text AS id FROM clinic.organization LIMIT 1") {
        try $0["id"]
      })
  }

  /// The same queries as the service's, in one round trip.
  func chart(of patient: Patient.ID) async throws -> ChartRepresentation {
    let (found, details, intake, substances, episodes, screenings) = try await database.run(
      before: ["SELECT set_config('stepwell.organization', \(organization), true)"],
      Patients.find(patient), Patients.details(of: patient), Intakes.latest(of: patient),
      Intakes.substances(of: patient), Episodes.of(patient), Screenings.of(patient), after: [])
    guard let found else { throw ServiceBench.Misuse.message("there is no such patient") }
    return ChartRepresentation(
      found, details: details, intake: intake, substances: substances, episodes: episodes,
      screenings: screenings)
  }
}
