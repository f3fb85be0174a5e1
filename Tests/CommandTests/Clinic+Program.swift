import Foundation
import Postgres
import Records
import TestSupport

/// A test's own database, worked in through the command.
struct CommandClinic {
  let database: TestDatabase
  let token: String

  init() async throws {
    database = try TestDatabase.required()
    token = database.caller.token.text
    // The command goes by the machine's clock, not by the tests'.
    try await database.owner.run(
      .execute("SELECT audit.make_partitions((now() AT TIME ZONE 'UTC')::date, 2)"))
  }

  func run(_ arguments: [String], input: Data = Data(), token: String? = nil) async throws -> Program.Outcome
  {
    let own = token.map { ["STEPWELL_TOKEN": $0] } ?? [:]
    return try await Program.run(
      arguments, input: input, environment: environment.merging(own) { $1 })
  }

  /// Where the command finds the database, and who runs it.
  var environment: [String: String] {
    [
      "STEPWELL_DATABASE_URL": database.conninfo, "STEPWELL_TOKEN": token,
      "STEPWELL_DATA_FOLDER": FileManager.default.temporaryDirectory.appending(path: database.name).path,
    ]
  }

  /// Records an intake and returns the patient.
  func patient() async throws -> String {
    struct Intake: Decodable { let patient_id: String }
    let body =
      #"{"facility_id": "\#(database.north.id)", "patient": {"family_name": "Zztest", "sex": "female"}}"#
    return try await run(["intake", "record", "--file", "-", "--json"], input: Data(body.utf8)).json(
      Intake.self
    )
    .patient_id
  }

  /// All that the clinic's tables hold, so that two moments can be compared.
  func content() async throws -> [String] {
    let tables = try await database.owner.run(
      Query<[String]>.all(
        """
        SELECT table_name::text AS name FROM information_schema.tables
        WHERE table_schema = 'clinic' AND table_type = 'BASE TABLE' ORDER BY 1
        """
      ) { try $0["name"] })
    var content: [String] = []
    for table in tables {
      let digest = try await database.owner.run(
        Query<String>.one(
          SQL(
            unsafe:
              "SELECT coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS digest FROM clinic.\(table) t"
          )
        ) { try $0["digest"] })
      content.append("\(table) \(digest)")
    }
    return content
  }
}
