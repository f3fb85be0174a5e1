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
}
