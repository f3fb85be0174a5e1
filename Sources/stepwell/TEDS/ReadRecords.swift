import ArgumentParser
import Clinic
import Foundation
import Interchange
import Service

/// Shows the records of a file in words.
struct ReadRecords: Answering {
  static let need = Need.nothing
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Show the records of a submission's file in words, element by element.",
    discussion: """
      Only the file is read, and nothing else is needed. Ends with status 65 when a line cannot be read.

      Examples:
        stepwell teds read extracts/teds-2026-10-0001-admissions.txt --line 1
        stepwell teds read extracts/teds-2026-10-0001-discharges.txt --json
      """)

  @Argument(help: "The file; - is the standard input.") var file: String
  @Option(help: "Only this line.") var line: Int?
  @OptionGroup(title: "Output options") var outputOptions: OutputOptions

  func answer(_ output: Output) async throws {
    var reader = TEDSSubmissionReader(ByteSource(Array(try InputFile(file).bytes())))
    var isWhole = true
    var shown: [TEDSLineRepresentation] = []
    while let read = try reader.next() {
      guard line.map({ $0 == read.number }) ?? true else { continue }
      isWhole = isWhole && read.faults.isEmpty
      if outputOptions.json {
        shown.append(TEDSLineRepresentation(read))
      } else {
        try output.write(read.text(output.style))
      }
    }
    if outputOptions.json { try output.show(shown) { _ in "" } }
    if !isWhole { throw ExitStatus.refused.code }
  }
}

extension TEDSSubmissionReader.Line {
  /// The elements in the order of their columns, then what is wrong.
  fileprivate func text(_ style: Style) throws -> String {
    guard let record else {
      return faults.map { "\(style.bad("line \(number):")) \($0.what) \($0.remedy)\n" }.joined()
    }
    var table = Table(
      .text("  Columns"), .text("Element"), .text("What", limit: 46), .text("Value", limit: 60))
    for field in record.layout.fields {
      table.add(
        "  \(field.columns.lowerBound)-\(field.columns.upperBound)", field.element.number, field.name,
        try record.words(field.element) ?? "cannot be read")
    }
    let problems = faults.map { fault in
      let columns = fault.field.map { " columns \($0.columns.lowerBound)-\($0.columns.upperBound)" } ?? ""
      return "  \(style.bad("line \(number)\(columns):")) \(fault.what) \(fault.remedy)\n"
    }
    return style.heading("line \(number): \(record.kind.rawValue)") + "\n"
      + table.text(.plain).split(separator: "\n").dropFirst().map { "\($0)\n" }.joined() + problems.joined()
      + "\n"
  }
}
