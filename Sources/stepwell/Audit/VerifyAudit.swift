import ArgumentParser
import Clinic
import Foundation
import Records
import Service

/// Holds the audit trail against its seals.
struct VerifyAudit: ClinicCommand {
  static let need = Need.permission(.auditVerify)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that the audit trail is as it was written, or say where it is not.",
    discussion: """
      Reads every row that is sealed and finds rows that were changed, removed, added or moved, and seals that were \
      changed, removed or forged. Compares with the newest seal that the data folder keeps, and with those given, by \
      which it shows if the end was cut off. Needs the key of the seals and the database's owner. Ends with status 65 \
      when anything is wrong.

      With --archive it checks files of stepwell audit archive instead, and needs nothing but them and the key.

      Examples:
        stepwell audit verify
        stepwell audit verify --seal 17:c8a4…
        stepwell audit verify --from '8 days ago' --json
        stepwell audit verify --archive /srv/archive/audit-2025-01.jsonl
      """)

  @Option(
    help: ArgumentHelp("A seal that must be there, as number:digest.", valueName: "seal"))
  var seal: [SealMark] = []
  @Option(help: "Only what was sealed from this time on.") var from: String?
  @Option(help: "Only what was sealed before this time.") var to: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Files of the archive, to be checked by themselves.", valueName: "file"))
  var archive: [String] = []
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    if !archive.isEmpty, !seal.isEmpty || from != nil || to != nil {
      throw ValidationError("--archive goes with neither --seal nor --from nor --to.")
    }
  }

  /// Whoever has the files and the key needs no database to check them.
  func answer(_ output: Output) async throws {
    if archive.isEmpty {
      return try await Desk.use(place, output, need: Self.need, purpose: Self.purpose) {
        try await run(at: $0)
      }
    }
    let keys = try SealFiles(place).required()
    let checks = try archive.map { ArchiveFileCheck(file: $0, report: try ArchiveFile.check($0, keys)) }
    try output.show(checks) { style in checks.map { $0.text(style) }.joined(separator: "\n") }
    if !checks.allSatisfy(\.report.isIntact) { throw ExitStatus.refused.code }
  }

  func run(at desk: Desk) async throws {
    let clock = try await desk.wallClock(clock)
    let start = try clock.read(from, "from") ?? .distantPast
    let end = try clock.read(to, "to") ?? .distantFuture
    guard start < end else {
      throw InvalidValue(
        "empty-period", field: "to", problem: "is not after --from", remedy: "Give a later time.")
    }
    _ = try await desk.records.run(as: desk.caller, Action(.auditVerify), Seals.newest)
    let files = SealFiles(place)
    let (keys, marks) = (try files.required(), seal + [files.kept].compactMap(\.self))
    let began = ContinuousClock.now
    let bar = ProgressBar()
    let report = try await Premises.use(place) { premises in
      try await premises.asOwner { owner in
        try await TrailVerification(owner, keys: keys).run(sealed: start..<end, marks: marks) { done, total in
          let seconds = max((ContinuousClock.now - began) / .seconds(1), 0.001)
          bar.show("verifying", Int(done), of: Int(total), perSecond: Double(done) / seconds)
        }
      }
    }
    bar.end()
    try desk.output.show(TrailReportRepresentation(report)) { report.text($0, marks: marks.count) }
    if !report.isIntact { throw ExitStatus.refused.code }
  }
}

extension SealMark: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TrailReport {
  fileprivate func text(_ style: Style, marks: Int) -> String {
    var lines = KeyValues()
    lines.add("audit trail", isIntact ? "as it was written" : "NOT as it was written")
    lines.add("seals", "\(seals.formatted()) checked, \(marks) kept elsewhere")
    lines.add("rows", "\(rows.formatted()) checked, \(unsealed.formatted()) not sealed yet")
    lines.add("newest seal", newest?.description ?? "none")
    for month in archived {
      lines.add(
        "in the archive",
        "\(month.month), \(month.rowCount.formatted()) rows, checked \(month.archivedAt.formatted(.iso8601)); the file has "
          + "SHA-256 \(month.fileDigest.hexadecimal)")
    }
    let shown = faults.map { "\(style.bad("wrong:")) \($0.message)\n" }.joined()
    let rest = faultCount > faults.count ? "and \(faultCount - faults.count) more\n" : ""
    return lines.text(style) + shown + rest
  }
}
