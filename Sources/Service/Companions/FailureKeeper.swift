import Logging
import Records
import ServiceLifecycle

/// Forgets once an hour failed sign-ins that hold nobody up any more.
package struct FailureKeeper: ServiceLifecycle.Service {
  private let records: Records
  private let rounds: Rounds

  package init(
    _ records: Records, every pause: Duration = .seconds(3_600),
    logger: Logger = Logger(label: "stepwell.access")
  ) {
    self.records = records
    rounds = Rounds(pause: pause, logger: logger)
  }

  package func run() async {
    await rounds.run(warning: "failed sign-ins of yesterday are still kept") {
      try await records.forgetFailures()
    }
  }
}
