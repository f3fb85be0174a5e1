import Clinic
import Foundation
import Postgres
import Records

/// A file on its way into the staging table.
///
/// Belongs to one import and is used by one task.
final class TEDSFile {
  private var reader: CSVReader
  private let header: CSVHeader<TEDSColumn>
  /// What is told of a record beyond the columns of the file, by its line.
  private let details: [Int32: TEDSDetails]
  private let report: ErrorReport
  private var record = TEDSRecord()
  private(set) var facilities: TEDSFacilities
  private var staging: TEDSStaging
  var meter: ProgressMeter
  /// Records read so far.
  private(set) var read = 0
  /// Records that were refused, by themselves or beside others.
  private(set) var rejected = 0

  /// Reads the header of the file.
  init(
    _ source: ByteSource, _ details: [Int32: TEDSDetails], _ report: ErrorReport,
    _ facilities: TEDSFacilities,
    at now: Date, _ progress: @escaping (ImportProgress) -> Void
  ) throws {
    var reader = CSVReader(source)
    header = try CSVHeader(&reader)
    self.reader = reader
    self.details = details
    self.report = report
    self.facilities = facilities
    staging = TEDSStaging(identifiers: IdentifierSequence(at: now, seed: .random(in: .min ... .max)))
    meter = ProgressMeter(progress)
  }

  /// Copies every record without faults of its own into the table `staged`, and reports the others.
  func stage(_ transaction: borrowing Transaction) async throws {
    try await transaction.run(.execute(TEDSStaging.create))
    _ = try await transaction.copyIn(TEDSStaging.copy) { writer in
      while try reader.next() {
        try take()
        meter.report(.reading, read)
        if staging.isFull { try await writer.write(staging.take()) }
      }
      staging.end()
      try await writer.write(staging.take())
    }
    for statement: SQL in ["CREATE INDEX ON staged (ordinal)", "ANALYZE staged (ordinal, line, key)"] {
      try await transaction.run(.execute(statement))
    }
  }

  /// Takes the present record of the reader.
  private func take() throws {
    read += 1
    let line = reader.line
    if let (column, defect) = reader.defect {
      let name = header.column(at: column)?.name ?? ""
      return try refuse(line, name, "", TEDSFault(defect))
    }
    guard reader.count == header.width else {
      return try refuse(line, "", "\(reader.count) fields", .raggedRow)
    }
    record.read(reader, header)
    var faults: [(TEDSColumn, TEDSFault)] = []
    record.check { faults.append(($0, $1)) }
    let facility = facilities.facility(of: record.provider)
    if !facility.isPermitted { faults.append((.provider, .facilityNotPermitted)) }
    guard faults.isEmpty, let admitted = record.admission.day else { return try refuse(line, faults) }
    let digest = staging.digest(reader, header, details[Int32(truncatingIfNeeded: line)])
    staging.append(record, line: line, digest: digest, admitted: admitted, to: facility)
  }

  private func refuse(_ line: Int, _ faults: [(TEDSColumn, TEDSFault)]) throws {
    rejected += 1
    for (column, fault) in faults {
      try report.add(
        line: line, column: column.name, value: reader.text(header[column]), kind: fault.rawValue,
        message: fault.message)
    }
  }

  private func refuse(_ line: Int, _ column: String, _ value: String, _ fault: TEDSFault) throws {
    rejected += 1
    try report.add(line: line, column: column, value: value, kind: fault.rawValue, message: fault.message)
  }

  /// Reports the records that the database refused beside others; each has one fault there.
  func reportRefused(_ transaction: borrowing Transaction) async throws {
    typealias Refused = (line: Int32, field: String, value: String, kind: String)
    var after: Int32 = 0
    while true {
      // In pieces, because all lines of a large file may be refused.
      let refused = try await transaction.run(
        Query<[Refused]>.all(
          """
          SELECT line, field, coalesce(value, '') AS value, kind FROM refused
          WHERE line > \(after) ORDER BY line LIMIT 10000
          """
        ) { (try $0["line"], try $0["field"], try $0["value"], try $0["kind"]) })
      for row in refused {
        let fault = TEDSFault(rawValue: row.kind) ?? .overlap
        try refuse(Int(row.line), row.field, row.value, fault)
        after = row.line
      }
      if refused.isEmpty { return try report.flush() }
    }
  }
}

extension CSVHeader<TEDSColumn> {
  /// The column of a field of the file; nil past the last one.
  fileprivate func column(at field: Int) -> TEDSColumn? {
    fields.firstIndex(of: field).map { TEDSColumn.allCases[$0] }
  }
}
