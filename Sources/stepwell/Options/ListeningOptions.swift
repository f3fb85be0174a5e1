import ArgumentParser
import Foundation
import Postgres
import Records
import Reports
import Service
import Synchronization

/// Where HTTP is served.
struct ListeningOptions: ParsableArguments {
  @Option(help: "The address to listen on.") var host = "127.0.0.1"
  @Option(help: "The port to listen on; 0 lets the system choose.") var port = 8_080
  @Flag(
    help: "A proxy that ends TLS, or a private network, stands in front; else only this machine is served.")
  var behindProxy = false

  @Option(
    help: ArgumentHelp(
      "How many requests a second one account may make; 0 for any number.",
      discussion: "By default 50 behind a proxy, and any number where only this machine is served."))
  var rate: Double?
  @Option(
    help: ArgumentHelp(
      "How many different charts one session may open in an hour; 0 for any number.",
      discussion: "By default 300 behind a proxy, and any number where only this machine is served."))
  var charts: Int?

  @Option(
    help: ArgumentHelp(
      "Into folders under this one scheduled reports are written; without it none are made.",
      valueName: "folder"),
    completion: .directory)
  var reportRoot: String?

  @Option(help: "After how many minutes without a request a session ends.") var sessionIdle = 15
  @Option(help: "After how many hours a session ends, whatever is done.") var sessionHours = 12

  func validate() throws {
    guard rate.map({ (0...100_000).contains($0) }) ?? true else {
      throw ValidationError("--rate goes from 0 to 100000.")
    }
    guard charts.map({ (0...100_000).contains($0) }) ?? true else {
      throw ValidationError("--charts goes from 0 to 100000.")
    }
    guard (1...60).contains(sessionIdle) else { throw ValidationError("--session-idle goes from 1 to 60.") }
    guard (1...24).contains(sessionHours) else { throw ValidationError("--session-hours goes from 1 to 24.") }
    guard (0...65_535).contains(port) else { throw ValidationError("--port goes from 0 to 65535.") }
  }

  private var terms: SessionTerms {
    SessionTerms(idle: Double(sessionIdle) * 60, longest: Double(sessionHours) * 3_600)
  }

  /// Serves until the process is told to stop; `onListening` is told the address once requests are taken.
  ///
  /// Seals the audit trail meanwhile, with the key of `seals`; `factors` is the key of second factors.
  func serve(
    _ premises: Premises, seals: SealFiles, factors: KeyFile,
    onListening: @escaping @Sendable (String) -> Void
  ) async throws {
    let keys = try seals.keys()
    let factorKeys = try factors.read(FactorKeys.init)
    // Enough to share the disk's syncs; with more, the server's processes crowd each other out of the caches.
    let database = premises.service(interactive: 6)
    var configuration = ServiceConfiguration(host: host, port: port, isBehindProxy: behindProxy)
    if let rate {
      configuration.requestRate = rate == 0 ? nil : RequestRate(perSecond: rate, burst: 4 * rate)
    }
    if let charts { configuration.chartsPerHour = charts == 0 ? nil : charts }
    let host = host
    let hasListened = Mutex(false)
    do {
      let keeper = keys.map { SealKeeper(Sealer(database, keys: $0)) { seals.keep($0) } }
      let reports = reportRoot.map {
        ReportKeeper(ReportRunner(Records(database), root: URL(filePath: $0, directoryHint: .isDirectory)))
      }
      let service = try ClinicService(
        records: Records(database), configuration: configuration, factorKeys: factorKeys, terms: terms,
        companions: [FailureKeeper(Records(database)), AlertWatch(database)] + (keeper.map { [$0] } ?? [])
          + (reports.map { [$0] } ?? []))
      try await service.run { port in
        hasListened.withLock { $0 = true }
        onListening("http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
      }
      await database.close()
    } catch {
      await database.close()
      let complaint = Complaint(error)
      guard complaint.status == .fault, !hasListened.withLock({ $0 }) else { throw complaint }
      throw Complaint(
        .unavailable, "cannot-listen", "Nothing can listen on \(host), port \(port): \(error)",
        remedy: "Choose another --port or --host, or stop what listens there.")
    }
  }
}
