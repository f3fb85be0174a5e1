import Clinic
import Logging
import Records
import Reports
import ServiceLifecycle

/// Makes the scheduled reports that are due while the service runs.
package struct ReportKeeper: ServiceLifecycle.Service {
  private let runner: ReportRunner
  private let pause: Duration
  private let logger: Logger

  package init(
    _ runner: ReportRunner, every pause: Duration = .seconds(20),
    logger: Logger = Logger(label: "stepwell.reports")
  ) {
    self.runner = runner
    self.pause = pause
    self.logger = logger
  }

  package func run() async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        for (id, outcome) in try await runner.runDue() {
          switch outcome {
          case .made: logger.info("a scheduled report was made", metadata: ["schedule": "\(id)"])
          case .busy: break
          case .failed(let code):
            logger.warning(
              "a scheduled report was not made", metadata: ["schedule": "\(id)", "fault": "\(code)"])
          }
        }
      } catch {
        if Task.isCancelled { return }
        // The words of the database about the schedules hold nothing of anybody.
        logger.warning("no scheduled reports are made now", metadata: ["error": "\(error)"])
      }
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
    }
  }
}
