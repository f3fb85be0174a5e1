import Foundation
import HTTPTypes
import Postgres
import Records
import TestSupport
import Testing

/// What a client is told of a report that takes longer than there is time for.
@Suite(.database, .timeLimit(.minutes(10)))
struct ReportTimeRouteTests {
  @Test func `a report that takes too long is a problem with its plan, and not an empty report`() async throws
  {
    let test = try TestDatabase.required()
    var configuration = TestDatabase.service(test.conninfo)
    configuration.reporting.statementTimeout = .seconds(1)
    let records = Records(Database(configuration), clock: { TestDatabase.now })

    try await ServiceClient.use(records) { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      _ = try await client.episode(client.patient(), bed: test.north.detoxBeds[0])
      try await test.delayReading(of: "clinic.stay_fact")
      let figures = "/v1/reports/members?definition=retention_by_stage&measure=retention&figure=count"
      for path in ["/v1/cohorts/report?definition=retention_by_stage", figures] {
        let template = String(path.prefix { $0 != "?" })
        let answer = try await client.get(path, [.accept: "text/csv, application/json;q=0.5"])
        #expect(answer.status == 504 && answer.problem == "too-slow", "\(answer)")
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer["detail"]?.contains("it may take 1 second") == true, "\(answer)")
        #expect(answer["plan"]?.contains("Scan") == true, "\(answer)")
        #expect(answer["panels"] == nil)
        #expect(check.faults(of: answer, "get", template) == [])
      }
    }
    await records.database.close()
  }

  @Test func `every door that makes a report stops it when the time that was asked for is over`() async throws
  {
    try await ServiceClient.use { client in
      let check = try SchemaCheck(description: try await client.get("/openapi.json"))
      _ = try await client.episode(client.patient(), bed: client.database.north.detoxBeds[0])
      try await client.database.delayReading(of: "clinic.stay_fact")
      let (named, cell) = ("definition=retention_by_stage", "measure=retention&figure=count")
      let cohort = #"{"definition": "retention_by_stage", "time_limit": 1}"#
      let members = #"{"cohort": \#(cohort), "measure": "retention", "figure": "count"}"#
      let answers = [
        ("get", "/v1/cohorts/report", try await client.get("/v1/cohorts/report?\(named)&time_limit=1")),
        (
          "get", "/v1/reports/members",
          try await client.get("/v1/reports/members?\(named)&\(cell)&time_limit=1")
        ),
        ("post", "/v1/cohorts/report", try await client.post("/v1/cohorts/report", cohort)),
        ("post", "/v1/reports/members", try await client.post("/v1/reports/members", members)),
        ("post", "/v1/report-runs", try await client.post("/v1/report-runs", cohort)),
      ]
      for (method, path, answer) in answers {
        #expect(answer.status == 504 && answer.problem == "too-slow", "\(method) \(path): \(answer)")
        #expect(answer["detail"]?.contains("it may take 1 second.") == true, "\(answer)")
        #expect(answer["plan"]?.contains("Scan") == true, "\(answer)")
        #expect(check.faults(of: answer, method, path) == [])
      }
      #expect(try await client.get("/v1/report-runs").text == "[]")
    }
  }

  @Test(arguments: ["0", "-1", "3601", "1.5", "soon", "%22%22", "1e9999", ""])
  func `a limit that is none is refused at every door`(limit: String) async throws {
    try await ServiceClient.use { client in
      let (named, cell) = ("definition=retention_by_stage", "measure=retention&figure=count")
      for path in ["/v1/cohorts/report?\(named)", "/v1/reports/members?\(named)&\(cell)"] {
        let answer = try await client.get("\(path)&time_limit=\(limit)")
        #expect(answer.status == 422 && answer.problem == "out-of-range", "\(answer)")
        #expect(answer["field"] == "time_limit", "\(answer)")
        #expect(answer["detail"]?.contains("is not a whole number from 1 to 3600") == true, "\(answer)")
      }
      let isNumber = Double(limit) != nil
      let cohort = #"{"definition": "retention_by_stage", "time_limit": \#(isNumber ? limit : #""soon""#)}"#
      let members = #"{"cohort": \#(cohort), "measure": "retention", "figure": "count"}"#
      for (path, body, field) in [
        ("/v1/cohorts/report", cohort, "time_limit"), ("/v1/report-runs", cohort, "time_limit"),
        ("/v1/reports/members", members, "cohort.time_limit"),
      ] {
        let answer = try await client.post(path, body)
        #expect(answer.status == 422 && answer["field"] == field, "\(path): \(answer)")
        #expect(answer.problem == (isNumber ? "out-of-range" : "wrong-type"), "\(path): \(answer)")
      }
    }
  }

  @Test func `the longest time that may be asked for is taken`() async throws {
    try await ServiceClient.use { client in
      let path = "/v1/cohorts/report?definition=retention_by_stage&time_limit=3600"
      let answer = try await client.get(path)
      #expect(answer.status == 200, "\(answer)")
    }
  }
}
