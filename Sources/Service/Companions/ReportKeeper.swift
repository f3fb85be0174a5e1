import Clinic
import Logging
import Records
import Reports
import ServiceLifecycle

/// Makes the scheduled reports that are due while the service runs.
package struct ReportKeeper: ServiceLifecycle.Service {
  private let runner: ReportRunner
  private let rounds: Rounds

  package init(
    _ runner: ReportRunner, every pause: Duration = .seconds(20),
    logger: Logger = Logger(label: "stepwell.reports")
  ) {
    self.runner = runner
    rounds = Rounds(pause: pause, logger: logger)
  }

  package func run() async {
    await rounds.run(warning: "no scheduled reports are made now") {
      for (id, outcome) in try await runner.runDue() { say(outcome, of: id) }
    }
  }

  private func say(_ outcome: ReportRunner.Outcome, of id: ReportSchedule.ID) {
    switch outcome {
    case .made: rounds.logger.info("a scheduled report was made", metadata: ["schedule": "\(id)"])
    case .busy: break
    case .failed(let code):
      rounds.logger.warning(
        "a scheduled report was not made", metadata: ["schedule": "\(id)", "fault": "\(code)"])
    }
  }
}
