import Foundation
import Logging
import Postgres
import Records
import ServiceLifecycle

/// Forgets once an hour failed sign-ins that hold nobody up any more.
package struct FailureKeeper: ServiceLifecycle.Service {
  private let records: Records
  private let pause: Duration
  private let logger: Logger

  package init(
    _ records: Records, every pause: Duration = .seconds(3_600),
    logger: Logger = Logger(label: "stepwell.access")
  ) {
    self.records = records
    self.pause = pause
    self.logger = logger
  }

  package func run() async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        try await records.forgetFailures()
      } catch {
        // A service that ends before it has begun says why by itself.
        if Task.isCancelled { return }
        logger.warning("failed sign-ins of yesterday are still kept", metadata: ["error": "\(error)"])
      }
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
  }
}
