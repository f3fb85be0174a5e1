import Clinic
import Crypto
import Postgres
import Records

/// The temporary table in which the records of a file wait, and the writing of its rows.
///
/// Every row carries the identifiers of all that it will become and the instants of its stay, so that the statements
/// that store it need no more than copy columns.
struct TEDSStaging {
  private var identifiers: IdentifierSequence
  private var canonical: [UInt8] = []
  private var rows = BinaryRows()

  init(identifiers: IdentifierSequence) {
    self.identifiers = identifiers
  }

  /// The columns that are copied, with their types.
  private static let columns: [(String, String)] =
    [
      ("line", "integer"), ("ordinal", "integer"), ("key", "uuid"), ("digest", "uuid"),
      ("facility_id", "uuid"), ("provider", "text"), ("client", "text"), ("transfer", "boolean"),
      ("admitted", "date"), ("discharged", "date"), ("starts", "timestamptz"), ("ends", "timestamptz"),
      ("last_contact", "date"), ("reason", "smallint"), ("stage", "reference.stage"),
      ("birth_date", "date"), ("birth_code", "smallint"),
    ]
    + identifierColumns.map { ($0, "uuid") } + codeColumns.map { ($0.name, "smallint") }

  private static let identifierColumns = [
    "patient_id", "demographics_id", "identifier_id", "intake_id", "use1_id", "use2_id", "use3_id",
    "episode_id",
    "episode_fact_id", "stay_id", "stay_fact_id", "admit_id", "end_id", "status_id",
  ]

  private static let codeColumns: [TEDSColumn] = zip(TEDSColumn.allCases, TEDSCodes.tables)
    .filter { $1 != nil && $0 != .coDependent && $0 != .reason }.map(\.0)

  /// What the statements that put chains together, and the details of a submission, fill in later.
  ///
  /// An open end is NULL until then and after, and so is a detail of which nothing is told.
  private static let later = """
    owns_patient boolean NOT NULL DEFAULT true, position integer NOT NULL DEFAULT 1,
    previous_stage reference.stage, previous_reason smallint, is_last boolean NOT NULL DEFAULT true,
    is_chained boolean NOT NULL DEFAULT false, chain_ends timestamptz, chain_reason smallint, chain_contact date,
    psychiatric_problem smallint, payment_source smallint, labour_force_detail smallint, criminal_justice smallint
    """

  static let create = SQL(
    unsafe:
      "CREATE TEMPORARY TABLE staged (\(columns.map { "\($0) \($1)" }.joined(separator: ", ")), \(later)) ON COMMIT DROP"
  )

  static let copy = SQL(
    unsafe: "COPY staged (\(columns.map(\.0).joined(separator: ", "))) FROM STDIN (FORMAT binary)")

  /// Whether it is time to send what has been written.
  var isFull: Bool { rows.bytes.count > 1 << 17 }

  /// What has been written and not yet been sent.
  mutating func take() -> [UInt8] { rows.take() }

  mutating func end() { rows.end() }

  /// Writes a record without faults.
  mutating func append(
    _ record: TEDSRecord, line: Int, digest: UUIDWords, admitted: Day, to facility: TEDSFacility
  ) {
    let number = Int32(truncatingIfNeeded: line)
    let discharged = record.discharge.day
    let starts = facility.noon(of: admitted)
    let ends = discharged.map { $0 == admitted ? starts + TEDSFacility.hour : facility.noon(of: $0) }
    let reason = discharged == nil ? nil : record[.reason].rawValue
    rows.row(Self.columns.count)
    rows.int32(number)
    rows.int32(number)
    rows.uuid(key(of: record, admitted: admitted))
    rows.uuid(digest)
    rows.uuid(facility.id)
    rows.utf8(record.provider)
    rows.utf8(record.client)
    rows.bool(record.isTransfer == true)
    rows.day(admitted)
    rows.day(discharged)
    rows.time(starts)
    rows.time(ends)
    rows.day(record.lastContact.day)
    rows.int16(reason)
    rows.text(ServiceSetting(rawValue: record[.service].rawValue)?.stage.rawValue)
    rows.day(record.birth.day)
    if case .missing(let code) = record.birth { rows.int16(code.staged) } else { rows.int16(nil) }
    for _ in Self.identifierColumns { rows.uuid(identifiers.next()) }
    for column in Self.codeColumns { rows.int16(record[column].staged) }
  }

  /// What makes an admission one and the same in every file: TEDS's key without the state.
  private mutating func key(of record: TEDSRecord, admitted: Day) -> UUIDWords {
    canonical.removeAll(keepingCapacity: true)
    canonical += record.provider
    canonical.append(0)
    canonical += record.client
    canonical.append(record.isTransfer == true ? 1 : 0)
    canonical.append(UInt8(truncatingIfNeeded: record[.service].rawValue))
    canonical += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: admitted.daysSince2000 >> $0) }
    return UUIDWords(Array(SHA256.hash(data: canonical)))
  }

  /// The digest of all fields of the present record of `reader`, in the order of our columns and not of the file's, and of
  /// what is told of it beyond them.
  mutating func digest(
    _ reader: borrowing CSVReader, _ header: CSVHeader<TEDSColumn>, _ details: TEDSDetails?
  ) -> UUIDWords {
    canonical.removeAll(keepingCapacity: true)
    for field in header.fields {
      canonical += reader[field]
      canonical.append(0)
    }
    if let details { canonical += details.canonical }
    return UUIDWords(Array(SHA256.hash(data: canonical)))
  }
}
