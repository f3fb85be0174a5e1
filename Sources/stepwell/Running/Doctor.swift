import ArgumentParser
import Clinic
import Foundation
import Postgres
import Records

/// Examines the database and the machine.
struct Doctor: Answering {
  static let need = Need.machine
  static let configuration = CommandConfiguration(
    abstract: "Check that the database keeps what it is told, and keeps it to itself.",
    discussion: """
      Each line is ok, warn or fail, with what to do. Ends with status 69 when something fails.

      Examples:
        stepwell doctor
        stepwell doctor --security
        stepwell doctor --database-url postgresql://stepwell_owner@db.example/stepwell --json
      """)

  @Flag(help: "Also check who may read files and tables, what listens where, and the clocks.") var security =
    false
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    let isPrivate = place.url() == nil
    let findings =
      try await Premises.use(place) { premises in
        try await premises.asOwner { owner in
          var findings = try await DatabaseChecks.run(owner, isPrivate: isPrivate)
          findings.append(try await DatabaseChecks.migrations(owner))
          if security { findings += try await TableRightsChecks.run(owner, at: Date()) }
          return findings
        }
      } + MachineChecks.run(folder: place.folder())
      + (security ? FileChecks.run(folder: place.folder()) + ListeningChecks.run() : [])
    try output.show(findings) { style in
      let width = findings.map(\.check.count).max() ?? 0
      return findings.map { $0.line(style, width: width) }.joined()
    }
    if findings.contains(where: { $0.state == .fail }) { throw ExitStatus.unavailable.code }
  }
}

/// What one check found.
struct Finding: Encodable {
  enum State: String, Encodable { case ok, warn, fail }

  let check: String
  let state: State
  let found: String
  /// What to do; nil when all is well.
  let remedy: String?

  /// Fine when `isFine`, else a warning or a failure with its remedy.
  init(_ check: String, _ isFine: Bool, _ found: String, else state: State, _ remedy: String) {
    self.check = check
    self.state = isFine ? .ok : state
    self.found = found
    self.remedy = isFine ? nil : remedy
  }

  fileprivate func line(_ style: Style, width: Int) -> String {
    let mark =
      switch state {
      case .ok: style.good("ok  ")
      case .warn: style.warning("warn")
      case .fail: style.bad("fail")
      }
    let gap = String(repeating: " ", count: width + 2 - check.count)
    return "\(mark)  \(check)\(gap)\(found)\n" + (remedy.map { "      what to do: \($0)\n" } ?? "")
  }
}
