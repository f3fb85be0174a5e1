import Logging
import Postgres
import Records
import ServiceLifecycle

/// Seals the audit trail while the service runs, and makes the months that it will be written to.
///
/// Says every minute, and at its end, which seal is the newest: whoever keeps that line can tell if the end of the
/// trail is cut off later.
package struct SealKeeper: ServiceLifecycle.Service {
  private let sealer: Sealer
  private let rounds: Rounds
  private let onSeal: @Sendable (SealMark) -> Void

  /// `onSeal` is told each new seal as soon as it lasts.
  package init(
    _ sealer: Sealer, every pause: Duration = .seconds(2), logger: Logger = Logger(label: "stepwell.audit"),
    onSeal: @escaping @Sendable (SealMark) -> Void = { _ in }
  ) {
    self.sealer = sealer
    rounds = Rounds(pause: pause, logger: logger)
    self.onSeal = onSeal
  }

  package func run() async {
    var (newest, said): (SealMark?, SealMark?)
    var (toSay, toMake) = (ContinuousClock.now, ContinuousClock.now)
    await rounds.run {
      newest = await sealAll() ?? newest
      if .now >= toSay, newest != said {
        say(newest)
        (said, toSay) = (newest, .now + .seconds(60))
      }
      if .now >= toMake, await makePartitions() { toMake = .now + .seconds(3_600) }
    }
    // Requests have ended by now; what the last of them did is sealed too.
    say(await sealAll() ?? newest)
  }

  /// Seals until nothing is left to seal; a failure is logged, and the next round tries again.
  private func sealAll() async -> SealMark? {
    do {
      var newest: SealMark?
      while true {
        switch try await sealer.seal() {
        case .busy: return newest
        case .nothingNew(let mark): return mark
        case .sealed(let seal):
          newest = seal.mark
          onSeal(seal.mark)
        }
      }
    } catch {
      rounds.warn("the audit trail is not sealed now", of: error)
      return nil
    }
  }

  private func makePartitions() async -> Bool {
    do {
      try await sealer.makePartitions()
      return true
    } catch {
      rounds.warn("no months ahead for the audit trail", of: error)
      return false
    }
  }

  private func say(_ newest: SealMark?) {
    guard let newest else { return }
    rounds.logger.notice("newest seal of the audit trail", metadata: ["seal": "\(newest)"])
  }
}
