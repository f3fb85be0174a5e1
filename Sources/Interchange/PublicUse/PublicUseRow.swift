import Clinic
import Crypto
import Records

/// Which variables a public-use file has and where; other columns are passed over.
struct PublicUseHeader {
  let width: Int
  let caseField: Int
  let variables: [(variable: PublicUseVariable, field: Int)]

  /// Reads the header line.
  ///
  /// Throws `UnreadableFile` when the file is empty, has no CASEID or no variable, or names a variable twice.
  init(_ reader: inout CSVReader) throws {
    guard try reader.next() else { throw UnreadableFile.empty }
    if let found = reader.defect { throw UnreadableFile.badHeader(column: found.column + 1, found.defect) }
    var caseField: Int?
    var variables: [(variable: PublicUseVariable, field: Int)] = []
    for field in 0..<reader.count {
      let name = reader.text(field)
      if name == "CASEID" { caseField = field }
      guard let variable = PublicUseVariable(rawValue: name) else { continue }
      guard !variables.contains(where: { $0.variable == variable }) else {
        throw UnreadableFile.repeatedColumn(name, at: field + 1)
      }
      variables.append((variable, field))
    }
    guard let caseField else { throw UnreadableFile.missingColumns(["CASEID"]) }
    guard !variables.isEmpty else { throw UnreadableFile.missingColumns(["AGE"]) }
    self.caseField = caseField
    self.variables = variables
    width = reader.count
  }
}

/// One admission of a public-use file.
struct PublicUseRow {
  let caseID: Int64
  let year: Int16
  /// One code for each variable of the header; `PublicUseVariable.missing` where there is none.
  let codes: [Int32]
  let digest: UUIDWords

  /// Reads the present record of `reader`; nil after a fault, which it tells to `found`.
  init?(
    _ reader: borrowing CSVReader, _ header: PublicUseHeader,
    _ found: (_ column: String, _ field: Int?, PublicUseFault) throws -> Void
  ) rethrows {
    guard reader.defect == nil else { try found("", nil, .unreadable); return nil }
    guard reader.count == header.width else { try found("", nil, .raggedRow); return nil }
    if reader[header.caseField].isEmpty && header.variables.allSatisfy({ reader[$0.field].isEmpty }) {
      try found("CASEID", nil, .blankRow)
      return nil
    }
    var isRight = true
    var codes: [Int32] = []
    for (variable, field) in header.variables {
      let code = Self.number(reader[field]).flatMap { Int32(exactly: $0) }
      if let code, code == PublicUseVariable.missing || variable.codes.contains(code) {
        codes.append(code)
      } else {
        isRight = false
        try found(variable.rawValue, field, reader[field].isEmpty ? .missing : .unknownCode)
      }
    }
    // Without the year in a column of its own, the case number begins with it.
    let caseID = Self.number(reader[header.caseField])
    let named = header.variables.firstIndex { $0.variable == .ADMYR }.map { Int64(isRight ? codes[$0] : 0) }
    let year = named ?? caseID.map { $0 / 10_000_000 } ?? 0
    if caseID == nil || caseID ?? 0 <= 0 || (isRight && !(1992...2100).contains(year)) {
      isRight = false
      try found("CASEID", header.caseField, reader[header.caseField].isEmpty ? .missing : .unknownCode)
    }
    guard isRight, let caseID else { return nil }
    self.caseID = caseID
    self.year = Int16(year)
    self.codes = codes
    let text = zip(header.variables, codes).map { "\($0.variable.rawValue)=\($1)" }.sorted().joined(
      separator: ",")
    digest = UUIDWords(Array(SHA256.hash(data: Array(text.utf8))))
  }

  /// Reads a whole number, also with the `.0` that data frames write behind it.
  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    let text = String(decoding: field, as: UTF8.self)
    return Int64(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }
}
