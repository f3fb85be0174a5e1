import Clinic
import Foundation
import Postgres
import Records

/// What a state says of the records of a submission.
///
/// A CSV with the columns `submission,kind,line,outcome,reason`: the number of the submission, `admission` or
/// `discharge`, the line of the record in that file, `accepted` or `rejected`, and why it was rejected.
package struct TEDSAcknowledgement: Sendable {
  package struct Line: Hashable, Sendable {
    /// Where it stands in the file, for what is wrong with it.
    let place: Int
    package let submission: Int32
    package let kind: TEDSLayout.Kind
    package let line: Int32
    package let isAccepted: Bool
    package let reason: String?

    package init(
      place: Int, submission: Int32, kind: TEDSLayout.Kind, line: Int32, isAccepted: Bool, reason: String?
    ) {
      self.place = place
      self.submission = submission
      self.kind = kind
      self.line = line
      self.isAccepted = isAccepted
      self.reason = reason
    }
  }

  package let lines: [Line]

  package init(_ lines: [Line]) { self.lines = lines }

  private enum Column: String, CSVColumn {
    case submission, kind, line, outcome, reason

    var name: String { rawValue }
  }

  /// Reads the file; throws `UnreadableFile` that names the line and the column of the first fault.
  package init(_ source: ByteSource) throws {
    var reader = CSVReader(source)
    let header = try CSVHeader<Column>(&reader)
    var lines: [Line] = []
    while try reader.next() {
      let number = reader.line
      guard reader.defect == nil, reader.count == header.width else {
        throw UnreadableFile.acknowledgement(line: number, nil, "is not a record of five fields")
      }
      let fields = header.fields.map { reader.text($0) }
      guard let submission = Int32(fields[0]), submission > 0 else {
        throw UnreadableFile.acknowledgement(line: number, "submission", "is not the number of a submission")
      }
      guard let kind = TEDSLayout.Kind(rawValue: fields[1]) else {
        throw UnreadableFile.acknowledgement(line: number, "kind", "is neither admission nor discharge")
      }
      guard let line = Int32(fields[2]), line > 0 else {
        throw UnreadableFile.acknowledgement(line: number, "line", "is not the number of a line")
      }
      guard ["accepted", "rejected"].contains(fields[3]) else {
        throw UnreadableFile.acknowledgement(line: number, "outcome", "is neither accepted nor rejected")
      }
      let reason = String(fields[4].filter { !$0.isNewline }.prefix(300))
      lines.append(
        Line(
          place: number, submission: submission, kind: kind, line: line, isAccepted: fields[3] == "accepted",
          reason: fields[3] == "rejected" && !reason.isEmpty ? reason : nil))
    }
    self.lines = lines
  }
}

extension UnreadableFile {
  static func acknowledgement(line: Int, _ column: String?, _ problem: String) -> Self {
    Self(
      "bad-acknowledgement", "Line \(line)\(column.map { ", column \($0)," } ?? "") \(problem).",
      field: column,
      remedy: "Write submission,kind,line,outcome,reason; nothing of the file was stored.")
  }
}
