import ArgumentParser
import Clinic
import Foundation
import Records
import Reports
import Service

/// Lists the people behind a figure of a cohort's report.
struct ListMembers: Answering {
  static let need = Need.permission(.reportRun)
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: "List the people behind a figure of a report.",
    discussion: """
      A figure is named as the CSV of the report has it. Takes patient.read and report.cells, too; whose chart is closed \
      to you is not in the list, and the audit trail names whom you saw. With --purpose payment or research, only those \
      are listed whose consent of that kind is in force and covers demographics and treatment, and how many are left out \
      is said; read in it to whom the list may go.

      Examples:
        stepwell cohort members service_by_reason --measure reasons --figure dropped_out.count
        stepwell cohort members dropout_days --measure danger_days --figure left --day 3 --panel detox
        stepwell cohort members retention_by_stage --measure retention --figure count --group north --export north.csv
      """)

  @OptionGroup var definition: DefinitionOptions
  @Option(help: "The measure.") var measure: String
  @Option(help: "The figure of the measure.") var figure: String
  @Option(help: "The part of the report; all when it is left out.") var panel: String?
  @Option(help: "The group; all when it is left out.") var group: String?
  @Option(help: "The day, for figures by day.") var day: Int?
  @OptionGroup var moment: MomentOptions
  @Option(help: "How many people at most; an export has all.") var limit = 1_000
  @OptionGroup var time: TimeLimitOptions
  @OptionGroup var use: PurposeOptions
  @Option(help: ArgumentHelp("Write all of them here, as CSV.", valueName: "file"), completion: .file())
  var export: String?
  @OptionGroup(title: "Clock options") var clock: ClockOptions
  @OptionGroup(title: "Database options") var place: PlaceOptions
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("Give a --limit from 1 to 100000.") }
  }

  func answer(_ output: Output) async throws {
    let definition = try definition.definition()
    let cell = Cell(panel: panel, measure: measure, group: group, figure: figure, day: day)
    try await Desk.use(place, output, need: Self.need, purpose: use.purpose) { desk in
      let clock = try await desk.wallClock(clock)
      let (asOf, knownAt) = (try clock.read(moment.asOf, "as_of"), try clock.read(moment.knownAt, "known_at"))
      if let export {
        let file = try MemberFile(export)
        let written: ExportedMembers
        do {
          written = try await desk.records.exportMembers(
            of: cell, in: definition, asOf: asOf, knownAt: knownAt, within: time.limit, as: desk.caller,
            write: file.write)
          try file.finish()
        } catch {
          file.discard()
          throw error
        }
        return try output.show(["members": written.members, "left_out": written.leftOut]) { _ in
          "Wrote \(written.members) to \(export).\n\(Self.leftOut(written.leftOut))"
        }
      }
      let found = try await desk.records.members(
        of: cell, in: definition, asOf: asOf, knownAt: knownAt, limit: limit, within: time.limit,
        as: desk.caller)
      try output.show(FigureMembersRepresentation(found)) { style in
        let leftOut = Self.leftOut(found.leftOut)
        guard !found.members.isEmpty else { return "Nobody whose chart is open to you.\n\(leftOut)" }
        var table = Table(
          .text("Patient"), .text("Name", limit: 30), .text("Episode"), .text("Panel"), .text("Group"))
        for one in found.members {
          table.add(
            one.patientID.description, one.name ?? "", one.episodeID?.description ?? "", one.panel ?? "",
            one.group ?? "")
        }
        return table.text(style) + (found.hasMore ? "… and more; raise --limit, or use --export.\n" : "")
          + leftOut
      }
    }
  }

  /// A sentence about those who are not told of; empty when there are none.
  private static func leftOut(_ count: Int) -> String {
    switch count {
    case 0: ""
    case 1: "1 person is left out, whose consent does not cover this purpose.\n"
    default: "\(count) people are left out, whose consent does not cover this purpose.\n"
    }
  }
}

/// A file that nobody else may read, which appears when it is whole.
private final class MemberFile: Sendable {
  private let path: String
  private let temporary: String
  private let handle: FileHandle

  init(_ path: String) throws {
    self.path = URL(filePath: path).path
    temporary = URL(filePath: path).deletingLastPathComponent().appending(path: ".\(UUID().uuidString)").path
    let isMade = FileManager.default.createFile(
      atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600])
    guard isMade, let handle = FileHandle(forWritingAtPath: temporary) else { throw Self.cannotWrite(path) }
    self.handle = handle
  }

  func write(_ bytes: [UInt8]) throws {
    do { try handle.write(contentsOf: Data(bytes)) } catch { throw Self.cannotWrite(path) }
  }

  func finish() throws {
    try handle.close()
    guard rename(temporary, path) == 0 else { throw Self.cannotWrite(path) }
  }

  func discard() { try? FileManager.default.removeItem(atPath: temporary) }

  private static func cannotWrite(_ path: String) -> Complaint {
    Complaint(
      .unavailable, "cannot-write", "The file \(path) cannot be written.",
      remedy: "Choose a folder that you may write in, with space left.")
  }
}
