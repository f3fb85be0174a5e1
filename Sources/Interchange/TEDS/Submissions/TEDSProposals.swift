import Clinic
import Postgres
import Records

/// The temporary table of the records that a report would send, and the writing of its rows.
struct TEDSProposals {
  private var rows = BinaryRows()
  /// How many records are withheld.
  private(set) var withheld = 0
  /// For how many records an element is not on record.
  private(set) var uncollected = [Int32](repeating: 0, count: TEDSElement.allCases.count)

  static let create: SQL = """
    CREATE TEMPORARY TABLE proposed (
      kind text, key text, content text, event_on date, patient_id uuid, episode_id uuid, facility_id uuid,
      ordinal integer, is_withheld boolean) ON COMMIT DROP
    """

  static let copy: SQL = "COPY proposed FROM STDIN (FORMAT binary)"

  /// Adds the records of a draft.
  ///
  /// Throws `UnwritableValue` where a record that is not withheld cannot be written, which is a fault of the rules.
  mutating func add(_ draft: TEDSDraft) throws {
    for record in draft.records {
      let isWithheld = draft.isWithheld(record.kind)
      if isWithheld { withheld += 1 }
      guard let day = record.day else { continue }
      rows.row(9)
      rows.text(record.kind.rawValue)
      rows.text(record.key)
      if isWithheld { rows.null() } else { rows.utf8(try record.encoded()) }
      rows.day(day)
      rows.uuid(UUIDWords(draft.spell.patientID.rawValue))
      rows.uuid(UUIDWords(draft.spell.episodeID.rawValue))
      rows.uuid(UUIDWords(draft.spell.facilityID.rawValue))
      rows.int32(draft.spell.ordinal)
      rows.bool(isWithheld)
      count(record)
    }
  }

  private mutating func count(_ record: TEDSSubmissionRecord) {
    for field in record.layout.fields where record[field.element] == .code(.notCollected) {
      uncollected[field.element.rawValue] += 1
    }
  }

  /// Sends what has been added.
  mutating func send(_ transaction: borrowing Transaction) async throws {
    rows.end()
    let bytes = rows.take()
    rows = BinaryRows()
    _ = try await transaction.copyIn(Self.copy) { try await $0.write(bytes) }
  }

  /// The elements that are not on record for some, with how many records lack them, the most first.
  var lacking: [(element: TEDSElement, count: Int32)] {
    zip(TEDSElement.allCases, uncollected).filter { $1 > 0 }
      .map { (element: $0, count: $1) }
      .sorted { ($1.count, $0.element.rawValue) < ($0.count, $1.element.rawValue) }
  }

  /// The second and later ones of a key are withheld: a state takes only one.
  static let twice: Query<[(ordinal: Int32, kind: String)]> = .all(
    """
    WITH place AS (
      SELECT ctid, row_number() OVER (PARTITION BY kind, key ORDER BY ordinal) AS place
      FROM proposed
      WHERE NOT is_withheld
    )
    UPDATE proposed AS p SET is_withheld = true
    FROM place
    WHERE p.ctid = place.ctid AND place.place > 1
    RETURNING p.ordinal, p.kind
    """
  ) { (ordinal: try $0["ordinal"], kind: try $0["kind"]) }
}
