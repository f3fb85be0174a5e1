import Clinic
import Foundation
import Postgres
import Records

/// Brings generated rows into the clinic's tables, as the service's role.
///
/// COPY cannot write where row-level security holds, so rows are copied into temporary tables and inserted from there.
enum ClinicLoading {
  /// Makes the temporary tables.
  ///
  /// Throws a `Conflict` when a facility of one of these names is there.
  static func begin(_ transaction: borrowing Transaction, slugs: [String], at now: Date) async throws {
    let clashes = try await transaction.run(
      Query<Bool>.one(
        """
        SELECT EXISTS (
          SELECT FROM clinic.facility
          WHERE organization_id = (SELECT access.organization()) AND slug = ANY (\(slugs))) AS there
        """
      ) { try $0["there"] })
    guard !clashes else {
      throw Conflict(
        "already-simulated", message: "This organization holds a made-up clinic already.",
        remedy: "Use the one that is there, or load another one into an empty data folder.")
    }
    for setting: SQL in ["SET LOCAL statement_timeout = 0", "SET LOCAL client_min_messages = error"] {
      try await transaction.run(.execute(setting))
    }
    for entry in try ProtocolLibrary.shipped() {
      let shipped = ProtocolRecord(definition: entry.definition, text: entry.text, isShipped: true)
      try await transaction.run(.execute(shipped.keep(at: now)))
    }
    for table in ClinicTable.allCases {
      let columns: String = table.columns.map(\.staged).joined(separator: ", ")
      let create: SQL = """
        CREATE TEMPORARY TABLE \(SQL(unsafe: table.staging)) ON COMMIT DROP AS
        SELECT \(SQL(unsafe: columns)) FROM \(SQL(unsafe: "clinic.\(table.name)")) WITH NO DATA
        """
      try await transaction.run(.execute(create))
    }
  }

  /// Stores the rows of one facility.
  static func load(_ rows: ClinicRows, _ transaction: borrowing Transaction) async throws {
    for table in ClinicTable.allCases where rows.count(table) > 0 {
      let staging = SQL(unsafe: table.staging)
      try await transaction.run(.execute("TRUNCATE \(staging)"))
      _ = try await transaction.copyIn("COPY \(staging) FROM STDIN (FORMAT binary)") { writer in
        try await writer.write(rows.bytes(table))
      }
      try await transaction.run(.execute(insert(table)))
      if table == .facility { try await transaction.run(.execute(widen)) }
    }
  }

  private static func insert(_ table: ClinicTable) -> SQL {
    let names: String = table.columns.map(\.column).joined(separator: ", ")
    let values: String = table.columns.joined(separator: ", ")
    let recorder = table.recorders.map { ", \($0.column)" }.joined()
    let me = "(SELECT access.staff_member())"
    let recorded = table.recorders.map { recorder in
      recorder.time.map { ", CASE WHEN \($0) IS NOT NULL THEN \(me) END" } ?? ", \(me)"
    }.joined()
    return """
      INSERT INTO \(SQL(unsafe: "clinic.\(table.name) (organization_id, \(names)\(recorder))"))
      SELECT (SELECT access.organization()), \(SQL(unsafe: values + recorded)) FROM \(SQL(unsafe: table.staging))
      """
  }

  /// The session's facilities were read before the new ones were there.
  private static let widen: SQL = """
    SELECT set_config('stepwell.facilities', (
      SELECT (access.facilities() || array_agg(id))::text FROM \(SQL(unsafe: ClinicTable.facility.staging))), true)
    """
}

extension ClinicTable {
  fileprivate var staging: String { "generated_\(self)" }
}

extension String {
  /// The name of a column without its cast.
  fileprivate var column: String { split(separator: ":").first.map(String.init) ?? self }

  /// The column as the temporary table has it: a text where it is cast later.
  fileprivate var staged: String { contains("::") ? "''::text AS \(column)" : self }
}
