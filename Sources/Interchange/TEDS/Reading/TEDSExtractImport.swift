import Clinic
import Foundation
import Records

/// Imports the files of submissions to a state, admissions with their discharges.
///
/// The files are read in the order in which they are given, so that changes and deletions count. A line that cannot be
/// read, or breaks a fatal rule, is reported with its line, columns and element, and all others are stored; what is
/// stored is stored in one transaction.
package struct TEDSExtractImport: Sendable {
  private let records: Records
  private let caller: Caller
  private let timeZone: TimeZone

  /// The time zone is that of the facilities that the files bring.
  package init(_ records: Records, as caller: Caller, timeZone: TimeZone = .gmt) {
    self.records = records
    self.caller = caller
    self.timeZone = timeZone
  }

  /// Reads the files and stores what is right; what is not goes to `errors`.
  ///
  /// Throws as `TEDSImport.run` does.
  package func run(
    files: [URL], errors: URL? = nil, dryRun: Bool = false,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    try await run(
      files.map { ($0.lastPathComponent, try ByteSource(file: $0)) }, errors: errors, dryRun: dryRun,
      progress: progress)
  }

  /// The same for bytes from anywhere.
  func run(
    _ sources: [(name: String, bytes: ByteSource)], errors: URL? = nil, dryRun: Bool = false,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    // Nobody learns of a file what they may not import.
    try await records.run(as: caller, Action("import.teds.read", needs: .importRun))
    let report = try ErrorReport(errors)
    var refused: Set<TEDSExtract.Place> = []
    var extract = TEDSExtract()
    for source in sources {
      try extract.read(source.bytes, file: source.name) { place, fault in
        refused.insert(place)
        try report.add(
          line: place.line, column: place.column(fault.field), value: "", kind: "unreadable",
          message: "\(fault.what) \(fault.remedy)")
      }
    }
    let episodes = try episodes(of: extract, report, &refused)
    let inner = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: inner) }
    let summary = try await TEDSImport(
      records, as: caller, timeZone: timeZone, details: episodes.details
    ).run(ByteSource(episodes.bytes), errors: inner, dryRun: dryRun, progress: progress)
    try await tell(inner, of: episodes, report, &refused)
    return ImportSummary(
      read: extract.read, stored: summary.stored, unchanged: summary.unchanged, rejected: refused.count)
  }

  /// The records as a file of episodes, with where each of its lines comes from.
  private struct Episodes {
    var bytes: [UInt8] = []
    var places: [TEDSExtract.Place] = []
    var details: [Int32: TEDSDetails] = [:]

    /// The place of a line of the file, whose first is the header.
    subscript(_ line: Int) -> TEDSExtract.Place? {
      places.indices.contains(line - 2) ? places[line - 2] : nil
    }
  }

  private func episodes(
    of extract: TEDSExtract, _ report: ErrorReport, _ refused: inout Set<TEDSExtract.Place>
  ) throws -> Episodes {
    var episodes = Episodes()
    episodes.bytes = Array((TEDSColumn.allCases.map(\.name).joined(separator: ",") + "\n").utf8)
    // A file may end later.
    let latest = Day(of: records.clock(), in: .gmt).adding(days: 36_500)
    for (key, entry) in extract.inOrder {
      let discharge = extract.discharges[key]
      let fatal = TEDSCase(admission: entry.record, discharge: discharge?.record, latest: latest).findings()
        .filter { $0.rule.severity == .fatal }
      if !fatal.isEmpty {
        for finding in fatal {
          let place = finding.kind == .admission ? entry.place : discharge?.place ?? entry.place
          refused.insert(place)
          let field = finding.elements.first.flatMap { TEDSLayout.of(finding.kind).field(of: $0) }
          try report.add(
            line: place.line, column: place.column(field), value: "", kind: finding.rule.rawValue,
            message: "\(finding.what) \(finding.rule.remedy)")
        }
        refused.insert(entry.place)
        continue
      }
      episodes.places.append(entry.place)
      let line = TEDSColumn.allCases.map { $0.text(entry.record, discharge?.record) }.joined(separator: ",")
      episodes.bytes += Array((line + "\n").utf8)
      episodes.details[Int32(episodes.places.count + 1)] = TEDSDetails(entry.record)
    }
    try dischargesAlone(in: extract, report, &refused)
    return episodes
  }

  /// A discharge tells too little to make an episode of it.
  private func dischargesAlone(
    in extract: TEDSExtract, _ report: ErrorReport, _ refused: inout Set<TEDSExtract.Place>
  ) throws {
    let alone = extract.discharges.filter { extract.admissions[$0.key] == nil }
    for entry in alone.values.sorted(by: { ($0.place.file, $0.place.line) < ($1.place.file, $1.place.line) })
    {
      refused.insert(entry.place)
      try report.add(
        line: entry.place.line, column: entry.place.column(nil), value: "", kind: TEDSRule.follows.rawValue,
        message: "The admission of the discharge is in none of the files; give that file too.")
    }
  }

  /// Tells what was refused beside other records as a fault of the line that it comes from.
  private func tell(
    _ file: URL, of episodes: Episodes, _ report: ErrorReport, _ refused: inout Set<TEDSExtract.Place>
  ) async throws {
    var reader = CSVReader(try ByteSource(file: file))
    while try reader.next() {
      guard reader.count == 5, let line = Int(reader.text(0)), let place = episodes[line] else { continue }
      refused.insert(place)
      let element = TEDSColumn.allCases.first { $0.name == reader.text(1) }?.element
      let field = element.flatMap {
        TEDSLayout.admission.field(of: $0) ?? TEDSLayout.discharge.field(of: $0)
      }
      try report.add(
        line: place.line, column: place.column(field), value: "", kind: reader.text(3),
        message: reader.text(4))
    }
    try report.flush()
  }
}

extension TEDSExtract.Place {
  /// The file with the columns and the number of an element: `discharges.txt 59-60 DIS10`.
  fileprivate func column(_ field: TEDSField?) -> String {
    guard let field else { return file }
    return "\(file) \(field.columns.lowerBound)-\(field.columns.upperBound) \(field.element.number)"
  }
}
