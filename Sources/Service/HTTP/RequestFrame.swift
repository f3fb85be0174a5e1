import HTTPTypes
import Hummingbird
import Logging
import Postgres

/// What stands around every request: the answer to errors, the headers that all answers carry, and the log line.
///
/// The line names the endpoint as the description does and never the address itself, which holds identifiers and what
/// was searched for.
struct RequestFrame: RouterMiddleware {
  typealias Context = ServiceContext

  func handle(
    _ request: Request, context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response: Response
    do {
      response = try await next(request, context)
    } catch {
      response = answer(to: error, context)
    }
    response.headers.append(contentsOf: Self.headers)
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    response.headers[.requestID] = context.requestID
    let (status, method) = (response.status.code, request.method)
    context.logger.info(
      "request",
      metadata: [
        "http.endpoint": "\(method.rawValue) \(context.endpointPath ?? "-")", "http.status": "\(status)",
        "duration.us": "\((ContinuousClock.now - start) / .microseconds(1))",
      ])
    return response
  }

  private func answer(to error: any Error, _ context: ServiceContext) -> Response {
    if let problem = Problem(error) { return problem.response }
    // The description of an error of ours or of the database holds no values; those of others might.
    context.logger.error(
      "request failed",
      metadata: [
        "error.type": "\(type(of: error))", "http.endpoint": "\(context.endpointPath ?? "-")",
        "error": "\(Self.isSafeToLog(error) ? "\(error)" : "-")",
      ])
    return Problem.fault.response
  }

  private static let headers: HTTPFields = [
    .cacheControl: "no-store", .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
    .resourcePolicy: "same-origin",
  ]
}

extension RequestFrame {
  private static func isSafeToLog(_ error: any Error) -> Bool { error is PostgresError }
}
