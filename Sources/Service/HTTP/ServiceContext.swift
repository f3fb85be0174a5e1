import Hummingbird
import Logging

/// What every request carries.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage

  init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
  }

  /// The identifier that the server gave the request.
  var requestID: String { id }
}
