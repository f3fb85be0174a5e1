import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// One thing that a client does wrong, and what it is told.
struct BadInput: Sendable {
  let name: String
  let status: Int
  let problem: String
  var field: String?
  let request: @Sendable (BadInputWorld) async throws -> Answer

  init(
    _ name: String, _ status: Int, _ problem: String, field: String? = nil,
    _ request: @escaping @Sendable (BadInputWorld) async throws -> Answer
  ) {
    self.name = name
    self.status = status
    self.problem = problem
    self.field = field
    self.request = request
  }
}

/// What there is before something is done wrong.
struct BadInputWorld: Sendable {
  let client: ServiceClient
  let patient: String
  let episode: String
  /// A hold that was released already.
  let released: String

  func enquiry(_ json: String) async throws -> Answer { try await client.post("/v1/enquiries", json) }

  /// Schedules a report; what is wrong about it is given.
  func schedule(
    folder: String = "daily", every: String = "day", at: String = "06:30", more: String = ""
  ) async throws -> Answer {
    try await client.post(
      "/v1/report-schedules",
      """
      {"definition": "ketamine_admissions", "every": "\(every)", "at": "\(at)",
       "facility_id": "\(client.database.north.id)", "folder": "\(folder)"\(more)}
      """)
  }

  func move(_ json: String, _ headers: HTTPFields = [:]) async throws -> Answer {
    try await client.post("/v1/episodes/\(episode)/moves", json, headers)
  }

  /// Asks to release what stands in the bed of the released hold.
  func release(_ json: String) async throws -> Answer {
    try await client.post("/v1/beds/\(client.database.north.residentialBeds[3])/release", json)
  }

  /// The intake of the happy path with one part replaced.
  func intake(_ old: String, _ new: String) async throws -> Answer {
    try await client.post("/v1/intakes", client.intake("Otherperson").replacing(old, with: new))
  }
}

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct BadInputTests {
  @Test func `what is wrong is refused, named, and leaves no trace`() async throws {
    try await ServiceClient.use { client in
      let patient = try await client.patient()
      let episode = try await client.episode(patient, bed: client.database.north.detoxBeds[0])
      let world = BadInputWorld(
        client: client, patient: patient, episode: episode, released: try await releasedHold(client))
      let before = try await clinicDigest(client.database.owner)
      for input in badInputs {
        let answer = try await input.request(world)

        #expect(answer.status == input.status, "\(input.name): \(answer)")
        #expect(answer.problem == input.problem, "\(input.name): \(answer)")
        if let field = input.field { #expect(answer["field"] == field, "\(input.name): \(answer)") }
        #expect(answer["remedy"]?.isEmpty == false, "\(input.name)")
        #expect(answer.headers[.contentType] == "application/problem+json", "\(input.name)")
        #expect(try await clinicDigest(client.database.owner) == before, "\(input.name)")
      }
    }
  }
}

/// Holds a bed, releases it, and holds it twice more, on two days to come.
private func releasedHold(_ client: ServiceClient) async throws -> String {
  let bed = "/v1/beds/\(client.database.north.residentialBeds[3])"
  let hold = try await client.post("\(bed)/holds", #"{"until": "2026-06-16T12:00:00Z"}"#)
  #expect(try await client.post("\(bed)/release", "{}").status == 200)
  for day in ["17", "18"] {
    let later = try await client.post(
      "\(bed)/holds", #"{"from": "2026-06-\#(day)T12:00:00Z", "until": "2026-06-\#(day)T18:00:00Z"}"#)
    #expect(later.status == 201)
  }
  return try #require(hold["id"], "\(hold)")
}

/// A digest of every row of every clinic table.
func clinicDigest(_ owner: Database) async throws -> String {
  let tables = try await owner.run(
    Query<[String]>.all(
      """
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = 'clinic' OR tablename = 'idempotency' ORDER BY 1
      """
    ) { try $0["name"] })
  var digest = ""
  for table in tables {
    let sql = SQL(
      unsafe:
        "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS digest, count(*) AS n FROM \(table) AS t")
    digest += try await owner.run(
      Query<String>.one(sql) { row in
        let (sum, count): (String?, Int64) = (try row["digest"], try row["n"])
        return "\(table) \(count) \(sum ?? "-")\n"
      })
  }
  return digest
}
