import Clinic
import Foundation
import HTTPTypes
import Records
import TestSupport
import Testing

/// Who sees small counts over HTTP, and for what.
@Suite(.database, .timeLimit(.minutes(10)))
struct SmallCountRouteTests {
  private static let report = "/v1/cohorts/report?definition=retention_by_stage"
  private static let members =
    "/v1/reports/members?definition=retention_by_stage&measure=retention&figure=count"
  private static let csv: HTTPFields = [.accept: "text/csv"]

  /// Somebody in detox.
  private func history(_ client: ServiceClient) async throws {
    _ = try await client.episode(client.patient(), bed: client.database.north.detoxBeds[0])
  }

  @Test func `who may run reports and not see small counts gets released reports, and no members`()
    async throws
  {
    try await ServiceClient.use { client in
      try await history(client)
      let run = try await client.post("/v1/report-runs", #"{"definition": "retention_by_stage"}"#)
      let id = try #require(run["id"], "\(run)")
      try await client.database.take(.reportCells, from: .director)
      let director = client.signedIn(with: try await client.database.token(of: .director))

      let csv = try await director.get(Self.report, Self.csv)
      #expect(
        csv.status == 200 && csv.text.contains("count,,*\n") && !csv.text.contains("count,,1\n"),
        "\(csv)")
      let posted = try await director.post(
        "/v1/cohorts/report", #"{"definition": "retention_by_stage", "suppress": false}"#)
      #expect(posted.status == 200 && posted["notes"] != nil, "\(posted)")
      let kept = try await director.get("/v1/report-runs/\(id)")
      #expect(kept["small_counts_withheld"] == "1", "\(kept)")
      for answer in [
        try await director.get(Self.members),
        try await director.post(
          "/v1/reports/members",
          #"{"cohort": {"definition": "retention_by_stage"}, "measure": "retention", "figure": "count"}"#),
        try await director.get("/v1/report-runs/\(id)/changes?to=\(id)"),
      ] {
        #expect(answer.status == 403 && answer.problem == "not-permitted", "\(answer)")
        #expect(!answer.text.contains("patient_id"))
      }
    }
  }

  @Test func `what leaves has no small counts, whoever asks`() async throws {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      try await history(client)
      let run = try await client.post("/v1/report-runs", #"{"definition": "retention_by_stage"}"#)
      let id = try #require(run["id"], "\(run)")
      for (purpose, leaves) in [
        ("treatment", false), ("operations", false), ("payment", true), ("research", true),
      ] {
        let csv = try await client.get("\(Self.report)&purpose=\(purpose)", Self.csv)
        #expect(csv.status == 200 && csv.text.contains("count,,*\n") == leaves, "\(purpose): \(csv)")
        let posted = try await client.post(
          "/v1/cohorts/report", #"{"definition": "retention_by_stage", "purpose": "\#(purpose)"}"#)
        #expect(posted.status == 200 && (posted["notes"] != nil) == leaves, "\(purpose): \(posted)")
        #expect(check.faults(of: posted, "post", "/v1/cohorts/report") == [])
        let kept = try await client.get("/v1/report-runs/\(id)?purpose=\(purpose)")
        #expect(kept["small_counts_withheld"] == (leaves ? "1" : "0"), "\(purpose): \(kept)")
        let members = try await client.get("\(Self.members)&purpose=\(purpose)")
        // Nobody has consented.
        #expect(members["left_out"] == (leaves ? "1" : "0"), "\(purpose): \(members)")
        #expect((members["members.0.patient_id"] == nil) == leaves)
        #expect(check.faults(of: members, "get", "/v1/reports/members") == [])
      }
      let odd = try await client.get("\(Self.report)&purpose=curiosity")
      #expect(odd.status == 422 && odd.problem == "unknown-code" && odd["field"] == "purpose", "\(odd)")
    }
  }
}
