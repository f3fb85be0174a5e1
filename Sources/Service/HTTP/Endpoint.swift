import HTTPTypes
import Hummingbird

/// An address of the API and what may be done there.
struct Endpoint: Sendable {
  typealias Handler = @Sendable (Exchange) async throws -> Response

  let path: RouterPath
  let handlers: [(method: HTTPRequest.Method, handler: Handler)]

  init(_ path: RouterPath, get: Handler? = nil, post: Handler? = nil, patch: Handler? = nil) {
    self.path = path
    handlers = [(.get, get), (.post, post), (.patch, patch)].compactMap { method, handler in
      handler.map { (method, $0) }
    }
  }

  /// What is allowed, as the header says it.
  var allowed: String {
    let methods = handlers.map(\.method.rawValue)
    return (methods.contains("GET") ? methods + ["HEAD"] : methods).joined(separator: ", ")
  }

  /// Registers the handlers, and for every other method the answer that it is not allowed.
  func register(in router: Router<ServiceContext>, _ desk: Desk) {
    for (method, handler) in handlers {
      router.on(path, method: method) { request, context in
        try await handler(
          Exchange(request: request, parameters: context.parameters, requestID: context.requestID, desk: desk)
        )
      }
    }
    let own = handlers.map(\.method)
    let hasHead = own.contains(.get)
    for method in Self.methods where !own.contains(method) && !(hasHead && method == .head) {
      let problem = Problem(
        .methodNotAllowed, "method-not-allowed", "That cannot be done here.", remedy: "Use \(allowed)."
      ).with(.allow, allowed)
      router.on(path, method: method) { _, _ -> Response in throw problem }
    }
  }

  private static let methods: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect, .query,
  ]
}

extension HTTPRequest.Method {
  fileprivate static let query = HTTPRequest.Method("QUERY") ?? .options
}
