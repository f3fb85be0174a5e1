import ArgumentParser
import Clinic
import Foundation
import Records

/// Takes old months of the audit trail out of the database, into files.
struct ArchiveAudit: ClinicCommand {
  static let need = Need.permission(.auditVerify)
  static let purpose = Caller.Purpose.operations
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Write old months of the audit trail to files, and take them out of the database.",
    discussion: """
      Goes through the months before the one given, the oldest first. Each becomes the file audit-YYYY-MM.jsonl, which \
      only you may read, with its rows and seals. The file is read again and checked with the key of the seals before the \
      month leaves the database. When it is interrupted nothing is lost: run it again, which also removes what a killed \
      one left half-written. Keep the files for as long as the \
      trail must be kept, and a copy elsewhere. Needs the key of the seals and the database's owner.

      Examples:
        stepwell audit archive --before 2025-01 --to /srv/archive
        stepwell audit verify --archive /srv/archive/audit-2024-12.jsonl
      """)

  @Option(help: ArgumentHelp("The first month that stays.", valueName: "YYYY-MM")) var before: TrailMonth
  @Option(name: .customLong("to"), help: ArgumentHelp("The folder for the files.", valueName: "folder"))
  var target: String
  @Option(help: "How many months before this one stay at least.") var keepMonths = 13
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (13...1_200).contains(keepMonths) else {
      throw ValidationError("--keep-months goes from 13 to 1200.")
    }
  }

  func run(at desk: Desk) async throws {
    let firstToStay = TrailMonth(of: desk.now).adding(months: -keepMonths)
    guard before <= firstToStay else {
      throw InvalidValue(
        "too-young", field: "before", problem: "is after \(firstToStay): younger months stay",
        value: "\(before)",
        remedy: "Give \(firstToStay) or an earlier month.")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder), isFolder.boolValue else {
      throw InvalidValue(
        "no-folder", field: "to", problem: "is not a folder", remedy: "Make it first, on a disk with space.")
    }
    _ = try await desk.records.run(
      as: desk.caller, Action("audit.archive.begin", needs: .auditVerify), Seals.newest)
    let keys = try SealFiles(place).required()
    ArchiveFile.removeAbandoned(in: target)
    let archived = try await Premises.use(place) { premises in
      try await premises.asOwner { owner in
        let archiver = TrailArchiver(owner, keys: keys)
        var archived: [ArchiveFileCheck] = []
        for month in try await archiver.months(before: before) {
          desk.output.say("Archiving \(month)…")
          archived.append(try await archive(month, archiver, keys, desk))
        }
        return archived
      }
    }
    try desk.output.show(archived) { style in
      archived.isEmpty
        ? "No month before \(before) is in the database.\n"
        : archived.map { $0.text(style) }.joined(separator: "\n")
    }
  }

  private func archive(
    _ month: TrailMonth, _ archiver: TrailArchiver, _ keys: SealKeys, _ desk: Desk
  ) async throws -> ArchiveFileCheck {
    let file = ArchiveFile(month, in: target)
    try await file.write(keys) { writer in try await archiver.write(month) { try writer.write($0) } }
    let report = try ArchiveFile.check(file.path, keys)
    try await archiver.detach(month, report, as: desk.caller, at: Date())
    return ArchiveFileCheck(file: file.path, report: report)
  }
}

/// What a file of the archive was found to be.
struct ArchiveFileCheck: Encodable {
  let file: String
  let report: ArchiveReport

  private enum CodingKeys: String, CodingKey {
    case file, month, intact, rows, seals, faults
    case fileDigest = "file_digest"
    case faultCount = "fault_count"
  }

  private struct Fault: Encodable {
    let kind: String
    let seal: Int64
    let message: String
  }

  func encode(to encoder: any Encoder) throws {
    var json = encoder.container(keyedBy: CodingKeys.self)
    try json.encode(file, forKey: .file)
    try json.encode(report.month?.description, forKey: .month)
    try json.encode(report.isIntact, forKey: .intact)
    try json.encode(report.rowCount, forKey: .rows)
    try json.encode(report.trail.seals, forKey: .seals)
    try json.encode(report.fileDigest.hexadecimal, forKey: .fileDigest)
    try json.encode(report.trail.faultCount, forKey: .faultCount)
    try json.encode(
      report.trail.faults.map { Fault(kind: $0.kind.rawValue, seal: $0.seal, message: $0.message) },
      forKey: .faults)
  }

  func text(_ style: Style) -> String {
    var lines = KeyValues()
    lines.add("file", file)
    lines.add("month", report.month?.description ?? "not said")
    lines.add("as it was written", report.isIntact ? "yes" : "NO")
    lines.add("rows", "\(report.rowCount.formatted()) under \(report.trail.seals.formatted()) seals")
    lines.add("SHA-256", report.fileDigest.hexadecimal)
    return lines.text(style)
      + report.trail.faults.map { "\(style.bad("wrong:")) \($0.message)\n" }.joined()
  }
}
