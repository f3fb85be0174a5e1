import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What every request carries.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Who is at the other end of the connection; nil for a test without one.
  let peer: String?

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }

  /// The identifier that the server gave the request.
  var requestID: String { id }

  /// The address that a request came from.
  ///
  /// Behind a proxy that is the last one in X-Forwarded-For, which the proxy has added itself; what stands before it is
  /// the client's own word.
  func address(of request: Request, isBehindProxy: Bool) -> String? {
    guard isBehindProxy, let forwarded = request.headers[values: .forwardedFor].last else { return peer }
    let last = forwarded.split(separator: ",").last?.trimmed ?? ""
    return (try? SocketAddress(ipAddress: last, port: 0)) == nil ? peer : last
  }
}
