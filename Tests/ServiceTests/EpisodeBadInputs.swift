import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

/// Everything about the ledger that must be refused at the door, with what the client is told.
private let ledgerBadInputs: [LedgerBadInput] = [
  LedgerBadInput("a move before the admission", 409, "move-out-of-time", "effective_at") { world in
    world.move(#"{"event": "leave", "to": "detox_leave", "at": "2026-06-10T08:00:00Z", "reason": "x"}"#)
  },
  LedgerBadInput("an admission after death", 409, "after-death", "effective_at") { world in
    ("/v1/episodes", world.admission(world.dead, at: "2026-06-14T08:00:00Z"))
  },
  LedgerBadInput("an admission inside another stay", 409, "move-out-of-time", "effective_at") { world in
    ("/v1/episodes", world.admission(world.dead, at: "2026-06-11T12:00:00Z"))
  },
  LedgerBadInput("an admission to a facility that is closed", 409, "facility-closed", "facility_id") {
    world in
    (
      "/v1/episodes",
      """
      {"patient_id": "\(world.other)", "facility_id": "\(world.closed)", "stage": "aftercare",
       "at": "2026-06-14T08:00:00Z", "level": {"edition": 3, "code": "2.1"}}
      """
    )
  },
  LedgerBadInput("an unknown level", 422, "unknown-level", "level") { world in
    world.move(
      #"{"event": "transfer", "to": "aftercare", "level": {"edition": 3, "code": "9.9"}}"#)
  },
  LedgerBadInput("an unknown edition", 422, "unknown-code", "level.edition") { world in
    world.move(#"{"event": "transfer", "to": "aftercare", "level": {"edition": 7, "code": "2.1"}}"#)
  },
  LedgerBadInput("a bed of another facility", 409, "bed-elsewhere", "bed_id") { world in
    ("/v1/episodes", world.admission(world.other, bed: world.elsewhere))
  },
  LedgerBadInput("a discharge with a time to come", 409, "move-out-of-time", "effective_at") { world in
    world.move(
      #"{"event": "discharge", "to": "ended", "discharge_reason": "other", "at": "2026-06-16T12:00:00Z"}"#)
  },
  LedgerBadInput("a death to come", 422, "death-in-future", "discharge_reason") { world in
    world.move(
      #"{"event": "discharge", "to": "ended", "discharge_reason": "died", "at": "2026-06-16T12:00:00Z", "planned": true}"#
    )
  },
  LedgerBadInput("a return expected of no leave", 422, "only-with-leave", "due_back_at") { world in
    world.move(#"{"event": "complete", "to": "ended", "due_back_at": "2026-06-16T12:00:00Z"}"#)
  },
  LedgerBadInput("a return before the leave", 422, "end-before-start", "returned_at") { world in
    world.move(
      """
      {"event": "leave", "to": "detox_leave", "at": "2026-06-12T08:00:00Z", "returned_at": "2026-06-12T07:00:00Z",
       "reason": "court"}
      """)
  },
  LedgerBadInput("a withdrawal of what has happened", 409, "not-planned", "move_id") { world in
    ("/v1/episodes/\(world.episode)/withdrawals", #"{"move_id": "\#(world.admissionMove)"}"#)
  },
  LedgerBadInput("a correction that would orphan a document", 409, "document-outside", "keep_documents") {
    world in
    world.correct(#""effective_at": "2026-06-13T08:00:00Z""#)
  },
  LedgerBadInput("a correction that says nothing", 422, "one-of", nil) { $0.correct(#""preview": false"#) },
  LedgerBadInput("a correction to a time to come", 409, "move-out-of-time", "effective_at") { world in
    world.correct(#""effective_at": "2026-06-18T08:00:00Z""#)
  },
  LedgerBadInput("a correction of a reason that there is not", 422, "not-of-this-move", "discharge_reason") {
    world in
    world.correct(#""discharge_reason": "other""#)
  },
  LedgerBadInput("a correction with a move of nowhere", 404, "not-found", "also[0].move_id") { world in
    world.correct(
      #""effective_at": "2026-06-11T09:00:00Z", "also": [{"move_id": "\#(world.other)", "no_bed": true}]"#)
  },
  LedgerBadInput("a transfer to where the person is", 422, "same-facility", "facility_id") { world in
    (
      "/v1/transfers",
      """
      {"episode_id": "\(world.episode)", "facility_id": "\(world.client.database.north.id)", "stage": "aftercare",
       "reason": "x"}
      """
    )
  },
  LedgerBadInput("a transfer asked of nobody", 404, "not-found", "asked_of") { world in
    (
      "/v1/transfers",
      """
      {"episode_id": "\(world.episode)", "facility_id": "\(world.client.database.south.id)", "stage": "aftercare",
       "reason": "x", "asked_of": "nobody.here"}
      """
    )
  },
  LedgerBadInput("one's own request accepted", 403, "not-permitted", nil) { world in
    (
      "/v1/transfers/\(world.transfer)/acceptance",
      #"{"stage": "aftercare", "level": {"edition": 3, "code": "2.1"}}"#
    )
  },
]

private struct LedgerBadInput: Sendable {
  let name: String
  let status: Int
  let problem: String
  let field: String?
  let request: @Sendable (LedgerWorld) -> (path: String, body: String)

  init(
    _ name: String, _ status: Int, _ problem: String, _ field: String?,
    _ request: @escaping @Sendable (LedgerWorld) -> (path: String, body: String)
  ) {
    self.name = name
    self.status = status
    self.problem = problem
    self.field = field
    self.request = request
  }
}

/// Somebody in detox with a screening, somebody who died, somebody who was never admitted, and a facility that is closed.
private struct LedgerWorld: Sendable {
  let client: ServiceClient
  let episode: String
  let admissionMove: String
  let dead: String
  let other: String
  let closed: String
  let elsewhere: String
  let transfer: String

  init(_ client: ServiceClient) async throws {
    self.client = client
    let north = client.database.north
    let patient = try await client.patient("Firstperson")
    let admitted = try await client.post("/v1/episodes", client.admission(patient, bed: north.detoxBeds[0]))
    episode = try #require(admitted["episode_id"], "\(admitted)")
    admissionMove = try #require(admitted["move_id"])
    let scored = try await client.post(
      "/v1/screenings",
      """
      {"patient_id": "\(patient)", "episode_id": "\(episode)", "instrument": "phq_2", "answers": {"1": 1, "2": 1},
       "at": "2026-06-12T08:00:00Z"}
      """)
    #expect(scored.status == 201, "\(scored)")
    dead = try await client.patient("Secondperson")
    let last = try await client.episode(dead, bed: north.detoxBeds[1])
    let died = try await client.post(
      "/v1/episodes/\(last)/moves",
      #"{"event": "discharge", "to": "ended", "discharge_reason": "died", "at": "2026-06-13T08:00:00Z"}"#)
    #expect(died.status == 201, "\(died)")
    other = try await client.patient("Thirdperson")
    elsewhere = "\(client.database.south.detoxBeds[0])"
    closed = UUID().uuidString.lowercased()
    _ = try await client.database.owner.run(
      .execute(
        """
        INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, opened_at, closed_at)
        SELECT organization_id, \(closed)::uuid, 'shut', 'Shut', 'UTC', now() - interval '9 years', '2026-06-01'
        FROM clinic.facility WHERE id = \(north.id)
        """))
    let asked = try await client.post(
      "/v1/transfers",
      """
      {"episode_id": "\(episode)", "facility_id": "\(client.database.south.id)", "stage": "aftercare",
       "reason": "nearer home"}
      """)
    transfer = try #require(asked["id"], "\(asked)")
  }

  func move(_ body: String) -> (path: String, body: String) { ("/v1/episodes/\(episode)/moves", body) }

  func correct(_ part: String) -> (path: String, body: String) {
    ("/v1/episodes/\(episode)/corrections", #"{"move_id": "\#(admissionMove)", "reason": "typo", \#(part)}"#)
  }

  func admission(_ patient: String, bed: String? = nil, at: String = "2026-06-14T08:00:00Z") -> String {
    """
    {"patient_id": "\(patient)", "facility_id": "\(client.database.north.id)", "stage": "detox", "at": "\(at)",
     "level": {"edition": 3, "code": "3.7-WM"}, "bed_id": "\(bed ?? "\(client.database.north.detoxBeds[2])")"}
    """
  }
}

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct EpisodeBadInputTests {
  @Test func `what is wrong about the ledger is refused, named, and leaves no trace`() async throws {
    try await ServiceClient.use { client in
      let world = try await LedgerWorld(client)
      let before = try await clinicDigest(client.database.owner)
      for input in ledgerBadInputs {
        let (path, body) = input.request(world)
        let answer = try await client.post(path, body)

        #expect(answer.status == input.status, "\(input.name): \(answer)")
        #expect(answer.problem == input.problem, "\(input.name): \(answer)")
        #expect(answer["field"] == input.field, "\(input.name): \(answer)")
        #expect(answer["remedy"]?.isEmpty == false, "\(input.name)")
        #expect(try await clinicDigest(client.database.owner) == before, "\(input.name)")
      }
    }
  }

  @Test func `a preview claims no key, and its key serves the correction that follows`() async throws {
    try await ServiceClient.use { client in
      let world = try await LedgerWorld(client)
      let name = try #require(HTTPField.Name("Idempotency-Key"))
      let key = "\(UUID())"
      let (path, wrong) = world.correct(#""effective_at": "2026-06-11T09:00:00Z", "preview": true"#)
      let (_, right) = world.correct(#""effective_at": "2026-06-11T09:00:00Z""#)

      let preview = try await client.post(path, wrong, [name: key])
      let first = try await client.post(path, right, [name: key])
      let again = try await client.post(path, right, [name: key])

      #expect(preview.status == 200 && preview.text.contains(#""conflicts":[]"#), "\(preview)")
      #expect(preview.text.contains(#""census""#) && preview.text.contains(#""length_of_stay""#))
      #expect(first.status == 201, "\(first)")
      #expect(again.status == 201 && again.text == first.text, "\(again)")
    }
  }
}
