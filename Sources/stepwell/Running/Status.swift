import ArgumentParser
import Clinic
import Foundation
import Postgres
import PrivatePostgres
import Records
import Service

/// Says what is there, without starting anything.
struct Status: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    abstract: "Say what runs, who is signed in and how full the beds are.",
    discussion: """
      Starts nothing. Ends with status 69 when the database does not run.

      Examples:
        stepwell status
        stepwell status --data /var/lib/stepwell --json
      """)

  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    var report = StatusReport(folder: place.url() == nil ? place.folder() : nil)
    if place.url() == nil {
      let status = await PrivatePostgres(folder: place.folder()).status
      report.database = status.words
      guard case .running = status else {
        try output.show(report, report.text)
        throw ExitStatus.unavailable.code
      }
    }
    try await Premises.use(place) { premises in
      report.database = report.database ?? "another"
      report.pending = try await premises.asOwner { try await Migrator.plan($0) }.count
    }
    if report.pending == 0, place.sessionToken() != nil {
      try await Desk.use(place, output, need: .signIn) { desk in
        let me = try await desk.records.run(
          as: desk.caller, Action("status.read", needs: nil), StaffMembers.me)
        report.signedIn = me.handle
        report.roles = me.roles.map(\.rawValue).sorted()
        // Whoever may not read the board is told of the rest.
        do {
          let census = try await desk.records.run(
            as: desk.caller, Action(.boardRead), Board.census(at: desk.now))
          (report.beds, report.free) = (census.beds, census.free)
        } catch is NotPermitted {}
      }
    }
    try output.show(report, report.text)
  }
}

/// What there is.
private struct StatusReport: Encodable {
  let folder: String?
  var database: String?
  /// How many migrations are to be applied.
  var pending: Int?
  var signedIn: String?
  var roles: [String]?
  var beds: Int?
  var free: Int?

  init(folder: String?) { self.folder = folder }

  func text(_ style: Style) -> String {
    var lines = KeyValues()
    lines.add("data folder", folder)
    lines.add("database", database)
    lines.add("schema", pending.map { $0 == 0 ? "current" : "\($0) migrations behind: stepwell migrate" })
    lines.add("signed in", signedIn ?? (pending == nil ? nil : "nobody; set STEPWELL_TOKEN"))
    lines.add("roles", roles?.joined(separator: ", "))
    lines.add("beds", beds.map { "\($0), \(free ?? 0) free" })
    return lines.text(style)
  }
}

extension PrivatePostgres.Status {
  fileprivate var words: String {
    switch self {
    case .absent: "not made yet; start with stepwell up"
    case .stopped: "stopped; start with stepwell up"
    case .running(let process): "running as process \(process)"
    case .busy(let process): "busy (process \(process)): starting, stopping or hung"
    }
  }
}
