import Clinic
import Foundation
import Hummingbird
import Interchange
import Records

/// What was sent to states, and what they said of it.
enum TEDSSubmissionRoutes {
  static let all = [
    Endpoint("/v1/teds/submissions", get: .needs(.tedsRead, list), post: .needs(.tedsExport, make)),
    Endpoint("/v1/teds/submissions/{id}", get: .needs(.tedsRead, show)),
    Endpoint("/v1/teds/submissions/{id}/file", get: .needs(.tedsExport, file)),
    Endpoint("/v1/teds/acknowledgements", post: .needs(.tedsExport, acknowledge)),
  ]

  /// Answers `GET /v1/teds/submissions?limit=`, the latest first.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let limit = try exchange.query("limit").count("limit", limit: 1_000, otherwise: 50)
    let submissions = try await exchange.records.run(
      as: exchange.caller(.operations), Action("teds.submissions", needs: .tedsRead),
      TEDSSubmissions.all(limit: limit))
    return exchange.answer(submissions.map(TEDSSubmissionRepresentation.init))
  }

  /// Answers `POST /v1/teds/submissions`: makes the submission of a month.
  @Sendable static func make(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try TEDSSubmissionRequest(JSONNode(body: body))
    var random = SystemRandomNumberGenerator()
    let id: TEDSSubmission.ID = Identifier(at: exchange.now, random: &random)
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(TEDSSubmissionRepresentation($0), at: "/v1/teds/submissions/\($0.id)") }
    ) { once in
      try await TEDSReport(exchange.records, as: caller).export(
        request.month, of: request.facilities, id: id, once: once)
    }
  }

  /// Answers `GET /v1/teds/submissions/{id}`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let caller = try exchange.caller(.operations)
    let id: TEDSSubmission.ID = try exchange.id(of: "submission")
    let found = try await exchange.records.run(
      as: caller, Action("teds.submissions", needs: .tedsRead, subject: id.rawValue), TEDSSubmissions.find(id)
    )
    guard let found else { throw NotFound("submission") }
    return exchange.answer(TEDSSubmissionRepresentation(found))
  }

  /// Answers `GET /v1/teds/submissions/{id}/file?record=` with the records, a line each.
  @Sendable static func file(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let kind: TEDSLayout.Kind = try exchange.query("record").required("record") { try $0.word() }
    let id: TEDSSubmission.ID = try exchange.id(of: "submission")
    var bytes = ByteBuffer()
    try await TEDSReport(exchange.records, as: caller).bytes(of: id, kind) { bytes.writeBytes($0) }
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=us-ascii"],
      body: ResponseBody(byteBuffer: bytes))
  }

  /// Answers `POST /v1/teds/acknowledgements`: writes down what a state says.
  @Sendable static func acknowledge(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let body = try await exchange.body()
    let request = try TEDSAcknowledgementRequest(JSONNode(body: body))
    return try await exchange.writing(
      body, as: caller, answer: { .created(TEDSAnswersRepresentation($0), at: "/v1/teds/submissions") }
    ) { once in
      try await TEDSReport(exchange.records, as: caller).acknowledge({ request.acknowledgement }, once: once)
    }
  }
}
