import Clinic
import HTTPTypes
import Hummingbird

/// A handler and what somebody needs to reach it.
///
/// There is none without.
struct Door: Sendable {
  typealias Handler = @Sendable (Exchange) async throws -> Response

  let need: Need
  let handler: Handler

  /// For anybody: nothing of anybody's is behind it.
  static func open(_ handler: @escaping Handler) -> Door { Door(need: .nothing, handler: handler) }

  /// For whoever is signed in.
  static func signedIn(_ handler: @escaping Handler) -> Door { Door(need: .signIn, handler: handler) }

  /// For whoever has the permission.
  static func needs(_ permission: Permission, _ handler: @escaping Handler) -> Door {
    Door(need: .permission(permission), handler: handler)
  }
}

/// An address of the API and what may be done there.
struct Endpoint: Sendable {
  let path: RouterPath
  let doors: [(method: HTTPRequest.Method, door: Door)]

  init(_ path: RouterPath, get: Door? = nil, post: Door? = nil, patch: Door? = nil, delete: Door? = nil) {
    self.path = path
    doors = [(.get, get), (.post, post), (.patch, patch), (.delete, delete)].compactMap { method, door in
      door.map { (method, $0) }
    }
  }

  /// What is allowed, as the header says it.
  var allowed: String {
    let methods = doors.map(\.method.rawValue)
    return (methods.contains("GET") ? methods + ["HEAD"] : methods).joined(separator: ", ")
  }

  /// Registers the handlers, and for every other method the answer that it is not allowed.
  func register(in router: Router<ServiceContext>, _ desk: Desk) {
    for (method, door) in doors {
      router.on(path, method: method) { request, context in
        try await door.handler(
          Exchange(
            request: request, parameters: context.parameters, requestID: context.requestID,
            address: context.address(of: request, isBehindProxy: desk.configuration.isBehindProxy),
            need: door.need,
            desk: desk)
        )
      }
    }
    let own = doors.map(\.method)
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
