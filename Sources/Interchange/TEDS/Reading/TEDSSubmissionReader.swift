import Clinic

/// Reads a file of a submission record by record, admissions and discharges by their length.
package struct TEDSSubmissionReader {
  private var lines: TEDSLineReader

  package init(_ source: ByteSource) {
    lines = TEDSLineReader(source)
  }

  /// A line of the file as far as it can be read.
  package struct Line: Sendable {
    /// From 1.
    package let number: Int
    /// Nil where the line is of no record's length, or holds other bytes than ASCII.
    package let record: TEDSSubmissionRecord?
    /// What is wrong with it; none in a good one.
    package let faults: [Fault]
  }

  /// What is wrong at a place of a line.
  package struct Fault: Hashable, Sendable {
    /// Nil for the line as a whole.
    package let field: TEDSField?
    package let what: String
    package let remedy: String
  }

  /// The next line that is not empty; nil behind the last.
  package mutating func next() throws -> Line? {
    while let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      return try read(bytes)
    }
    return nil
  }

  private func read(_ bytes: ArraySlice<UInt8>) throws -> Line {
    guard bytes.allSatisfy({ (32...126).contains($0) }) else {
      return refuse("The line holds other characters than printable ASCII.", "Write it anew as ASCII.")
    }
    guard let kind = TEDSLayout.Kind.allCases.first(where: { TEDSLayout.of($0).width == bytes.count }) else {
      return refuse(
        "The line has \(bytes.count) characters; an admission has 138, a discharge 137.",
        "See that nothing is cut off and no blanks at the end are lost.")
    }
    var faults: [Fault] = []
    let year = Int16(String(decoding: bytes.dropFirst(5).prefix(4), as: UTF8.self)) ?? .max
    let record = TEDSSubmissionRecord(kind, bytes, try TEDSCodeBook(year: year)) { field, defect in
      faults.append(Fault(field: field, what: defect.words, remedy: defect.remedy))
    }
    return Line(number: lines.number, record: record, faults: faults)
  }

  private func refuse(_ what: String, _ remedy: String) -> Line {
    Line(number: lines.number, record: nil, faults: [Fault(field: nil, what: what, remedy: remedy)])
  }
}

extension TEDSField.Defect {
  var words: String {
    switch self {
    case .blank: "The element is blank."
    case .wrongForm: "The element is not of its form."
    case .noDay: "The element is no day of the calendar."
    case .unknownCode: "The element holds a code that it does not know in that year."
    }
  }

  var remedy: String {
    switch self {
    case .blank: "Give the value, or the code for why there is none."
    case .wrongForm: "Write as many digits or letters as the element has, blanks only behind."
    case .noDay: "Write a day that exists as month, day and year."
    case .unknownCode: "Use a code of the state submission."
    }
  }
}
