import Clinic
import Foundation
import TestSupport
import Testing

/// A chart that is closed to whoever asks is counted in reports, and told of by none of their lists.
@Suite(.database, .timeLimit(.minutes(10)))
struct ClosedReportTests {
  private static let figure = "definition=retention_by_stage&measure=retention&figure=count"

  @Test func `whose chart is closed is in no list of members and of no board of quality`() async throws {
    try await ServiceClient.use { client in
      let walker = try await Walker(client)
      let other = try await client.patient("Qseenq")
      _ = try await client.episode(other, bed: client.database.north.detoxBeds[1])
      let token = try await client.database.token(of: .director, .intake, .nurse)
      let director = client.signedIn(with: token)
      let kept = try await client.post(
        "/v1/report-runs", #"{"definition": "retention_by_stage", "as_of": "2026-06-01T00:00:00Z"}"#)
      let now = try await client.post("/v1/report-runs", #"{"definition": "retention_by_stage"}"#)
      let (first, last) = (try #require(kept["id"], "\(kept)"), try #require(now["id"], "\(now)"))
      let lists: [@Sendable () async throws -> Answer] =
        [
          { try await director.get("/v1/reports/members?\(Self.figure)") },
          {
            try await director.post(
              "/v1/reports/members",
              #"{"cohort": {"definition": "retention_by_stage"}, "measure": "retention", "figure": "count"}"#
            )
          },
          { try await director.get("/v1/report-runs/\(first)/changes?to=\(last)&people=true") },
        ]
        + ["missing", "late", "contradictory", "idle"].map { kind in
          {
            try await director.get(
              "/v1/data-quality/items?kind=\(kind)&days=3650&late_after=1&idle_after=1&limit=1000")
          }
        } + [{ try await director.get("/v1/teds/check?month=2026-06&limit=1000") }]
      _ = try await client.post(
        "/v1/teds/reporters",
        """
        {"facility_id": "\(client.database.north.id)", "state": "NY", "provider": "ZZ1", "agency": "Zz Office",
         "authority": "Zz law", "from": "2026-01"}
        """)
      let canaries = [walker.patient, walker.episode, Walker.canary]
      var before: [Bool] = []
      for list in lists {
        let answer = try await list()
        #expect(answer.status == 200, "\(answer)")
        before.append(canaries.contains { answer.text.contains($0) })
      }
      // Of the members, of the difference, and of one of the lists of quality at least.
      #expect(before.prefix(3).allSatisfy { $0 } && before.dropFirst(3).contains(true), "\(before)")
      let submitted = try await client.post("/v1/teds/submissions", #"{"month": "2026-06"}"#)
      #expect(submitted.status == 201, "\(submitted)")

      let closed = try await client.post(
        "/v1/patients/\(walker.patient)/restriction", #"{"reason": "known to the staff"}"#)
      #expect(closed.status == 201, "\(closed)")

      for list in lists {
        let answer = try await list()
        #expect(answer.status == 200, "\(answer)")
        #expect(canaries.allSatisfy { !answer.text.contains($0) }, "\(answer)")
      }
      let members = try await director.get("/v1/reports/members?\(Self.figure)")
      #expect(
        members["members.0.patient_id"] == other && members["members.1.patient_id"] == nil, "\(members)")
      // The state is told of restricted charts, too: its files are the same, whoever makes them.
      let again = try await director.post("/v1/teds/submissions", #"{"month": "2026-06"}"#)
      for field in ["admissions", "withheld", "admissions_digest", "discharges_digest"] {
        #expect(again[field] == submitted[field], "\(field): \(again)")
      }
    }
  }
}
