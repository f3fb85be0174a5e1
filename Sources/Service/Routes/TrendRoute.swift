import Clinic
import HTTPTypes
import Hummingbird
import Records
import Reports

/// The scores of a person over time.
enum TrendRoute {
  /// Answers `GET /v1/patients/{id}/trends/{slug}?scale=&substance=&since=`: as JSON, or as a picture.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let query = try exchange.query("scale", "substance", "since")
    guard let form = ReportForm(accepting: exchange.request.headers[.accept], among: [.json, .svg]) else {
      throw Problem(
        .notAcceptable, "not-acceptable", "There is no trend in that form.", field: "Accept",
        remedy: "Accept one of \([ReportForm.json, .svg].map(\.rawValue).listing).")
    }
    let id: Patient.ID = try exchange.id(of: "patient")
    // What is no instrument is not there, like any other unknown address.
    let slug = try exchange.instrument().reference.slug
    let trend = try await ScoreTrends.run(
      TrendRequest(
        patientID: id, instrument: slug, scale: try query.optional("scale") { try $0.slug() },
        substance: try query.optional("substance") { try $0.slug() },
        since: try query.optional("since") { try $0.instant() }),
      on: exchange.records, as: caller)
    guard form == .svg else { return exchange.answer(TrendRepresentation(trend)) }
    let headers: HTTPFields = [
      .contentType: form.contentType, .vary: "Accept",
      .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'",
    ]
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: trend.svg)))
  }
}
