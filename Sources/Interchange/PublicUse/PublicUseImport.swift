import Clinic
import Foundation
import Postgres
import Records

/// Imports admissions from a TEDS-A public-use file: public-use codes, years instead of dates, minus 9 for missing.
///
/// They go into tables of their own and never among the episodes, because they are no one's chart. The file does not say
/// why a value is missing, so the reason kept is `unknown`. Every row is stored or reported, all in one transaction; a
/// row that was imported before changes nothing.
package struct PublicUseImport: Sendable {
  private let records: Records
  private let caller: Caller

  package init(_ records: Records, as caller: Caller) {
    self.records = records
    self.caller = caller
  }

  /// Reads `file`, stores what is right and reports the rest to `errors`; with `dryRun` all is undone at the end.
  ///
  /// Throws `UnreadableFile` when the file as a whole is no such file, other refusals, and `PostgresError`.
  package func run(
    file: URL, errors: URL? = nil, dryRun: Bool = false,
    progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) async throws -> ImportSummary {
    let source = try ByteSource(file: file)
    let report = try ErrorReport(errors)
    do {
      return try await records.transaction(as: caller, Action("import.teds-puf", needs: .importRun)) {
        transaction in
        let staging = try PublicUseStaging(source, report, at: records.clock(), ProgressMeter(progress))
        let summary = try await staging.store(transaction, at: records.clock())
        if dryRun { throw DryRun(summary: summary) }
        return summary
      }
    } catch let dryRun as DryRun {
      try await records.run(as: caller, Action("import.teds-puf.dry-run", needs: .importRun))
      return dryRun.summary
    }
  }

  private struct DryRun: Error {
    let summary: ImportSummary
  }
}

/// The temporary table of a public-use file.
///
/// Belongs to one import and is used by one task.
private final class PublicUseStaging {
  private var reader: CSVReader
  private let header: PublicUseHeader
  private let report: ErrorReport
  private var identifiers: IdentifierSequence
  private var meter: ProgressMeter
  private var rows = BinaryRows()
  private var summary = ImportSummary()

  init(_ source: ByteSource, _ report: ErrorReport, at now: Date, _ meter: ProgressMeter) throws {
    var reader = CSVReader(source)
    header = try PublicUseHeader(&reader)
    self.reader = reader
    self.report = report
    self.meter = meter
    identifiers = IdentifierSequence(at: now, seed: .random(in: .min ... .max))
  }

  func store(_ transaction: borrowing Transaction, at now: Date) async throws -> ImportSummary {
    let names = header.variables.map { $0.variable.rawValue.lowercased() }
    let columns: String = names.map { "\($0) integer" }.joined(separator: ", ")
    let create: SQL = """
      CREATE TEMPORARY TABLE staged (
        line integer, id uuid, case_id bigint, year smallint, digest uuid, \(SQL(unsafe: columns))) ON COMMIT DROP
      """
    for statement in ["SET LOCAL statement_timeout = 0", create] {
      try await transaction.run(.execute(statement))
    }
    _ = try await transaction.copyIn("COPY staged FROM STDIN (FORMAT binary)") { writer in
      while try reader.next() {
        summary.read += 1
        meter.report(.reading, summary.read)
        try take()
        if rows.bytes.count > 1 << 17 { try await writer.write(rows.take()) }
      }
      rows.end()
      try await writer.write(rows.take())
    }
    try await refuse(.duplicate, Self.duplicates, transaction)
    try await refuse(.changed, Self.changed, transaction)
    summary.unchanged = try await transaction.run(.execute(Self.unchanged))
    summary.stored = try await transaction.run(.execute(Self.admissions(at: now)))
    let values: String = names.map { "('\($0.uppercased())', s.\($0))" }.joined(separator: ", ")
    try await transaction.run(.execute(Self.storeValues(SQL(unsafe: values))))
    try report.flush()
    return summary
  }

  private func take() throws {
    let row = try PublicUseRow(reader, header) { column, field, fault in
      let value = field.map { reader.text($0) } ?? ""
      try report.add(
        line: reader.line, column: column, value: value, kind: fault.rawValue, message: fault.message)
    }
    guard let row else {
      summary.rejected += 1
      return
    }
    rows.row(5 + row.codes.count)
    rows.int32(Int32(truncatingIfNeeded: reader.line))
    rows.uuid(identifiers.next())
    rows.int64(row.caseID)
    rows.int16(row.year)
    rows.uuid(row.digest)
    for code in row.codes { rows.int32(code) }
  }

  /// Takes out of the staging table what `statement` takes out, and reports it.
  private func refuse(
    _ fault: PublicUseFault, _ statement: SQL, _ transaction: borrowing Transaction
  ) async throws {
    let refused = try await transaction.run(
      Query<[(Int32, Int64)]>.all(statement) { (try $0["line"], try $0["case_id"]) })
    summary.rejected += refused.count
    for (line, caseID) in refused.sorted(by: { $0.0 < $1.0 }) {
      try report.add(
        line: Int(line), column: "CASEID", value: "\(caseID)", kind: fault.rawValue, message: fault.message)
    }
  }

  private static let duplicates: SQL = """
    DELETE FROM staged AS s
    USING (SELECT year, case_id, min(line) AS first FROM staged GROUP BY year, case_id HAVING count(*) > 1) AS d
    WHERE s.year = d.year AND s.case_id = d.case_id AND s.line > d.first
    RETURNING s.line, s.case_id
    """

  private static let changed: SQL = """
    DELETE FROM staged AS s USING clinic.public_use_admission AS a
    WHERE a.organization_id = (SELECT access.organization()) AND a.year = s.year AND a.case_id = s.case_id
      AND a.digest <> s.digest
    RETURNING s.line, s.case_id
    """

  private static let unchanged: SQL = """
    DELETE FROM staged AS s USING clinic.public_use_admission AS a
    WHERE a.organization_id = (SELECT access.organization()) AND a.year = s.year AND a.case_id = s.case_id
    """

  private static func admissions(at now: Date) -> SQL {
    """
    INSERT INTO clinic.public_use_admission (organization_id, id, case_id, year, digest, recorded_at, recorded_by)
    SELECT (SELECT access.organization()), id, case_id, year, digest, \(now), (SELECT access.staff_member())
    FROM staged ORDER BY id
    """
  }

  private static func storeValues(_ values: SQL) -> SQL {
    """
    INSERT INTO clinic.public_use_value (organization_id, admission_id, variable, value, missing_reason)
    SELECT (SELECT access.organization()), s.id, v.variable, nullif(v.code, -9),
      CASE v.code WHEN -9 THEN 'unknown'::reference.missing_reason END
    FROM staged AS s CROSS JOIN LATERAL (VALUES \(values)) AS v (variable, code)
    ORDER BY s.id, v.variable
    """
  }
}
