import Clinic
import Crypto
import Foundation
import Postgres

/// A report that was kept: what was asked, what was answered, and all that it takes to make it again.
package struct ReportRun: Identifiable, Sendable, Hashable {
  package typealias ID = Identifier<ReportRun>

  package let id: ID
  /// That of its definition.
  package let name: String
  package let title: String
  /// The text of the definition as it was then.
  package let definition: String
  package let definitionDigest: [UInt8]
  /// That of the software's figures; another one may count in another way.
  package let edition: String
  package let asOf: Date
  /// Always a fixed instant: what was written later changes nothing.
  package let knownAt: Date
  /// Where it counted; nil for everywhere.
  package let facilities: [Facility.ID]?
  package let madeAt: Date
  /// The short name of whoever made it.
  package let madeBy: String
  /// SHA-256 of the bytes of the report.
  package let resultDigest: [UInt8]
  package let count: Int
  package let hasMembers: Bool

  /// What the figures of this software are; raised whenever one of them is worked out in another way, or told in other words.
  ///
  /// 2: a month of nobody is no signal of a run chart.
  package static let edition = "2"

  /// SHA-256 of a text.
  static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}

extension ReportRun {
  init(_ row: Row) throws {
    id = try row["id"]
    (name, title, definition) = (try row["name"], try row["title"], try row["definition"])
    (definitionDigest, edition) = (try row["definition_digest"], try row["edition"])
    (asOf, knownAt) = (try row["as_of"], try row["known_at"])
    facilities = (try row["facilities"] as [UUID]?)?.map { Facility.ID(rawValue: $0) }
    (madeAt, madeBy, resultDigest) = (try row["made_at"], try row["made_by"], try row["result_digest"])
    count = Int(try row["count"] as Int32)
    hasMembers = try row["members_kept"]
  }

  static let columns: SQL = """
    run.id, run.name, run.title, run.definition, run.definition_digest, run.edition, run.as_of, run.known_at,
    run.facilities, run.made_at, maker.handle AS made_by, run.result_digest, run.count, run.members_kept
    """
  static let tables: SQL = """
    clinic.report_run AS run
    JOIN access.staff AS maker ON maker.organization_id = run.organization_id AND maker.id = run.made_by
    """

  /// The newest runs that the caller may see, at most `limit`; of one definition where it is named.
  package static func list(of name: String? = nil, limit: Int = 100) -> Query<[ReportRun]> {
    .all(
      """
      SELECT \(columns)
      FROM \(tables)
      WHERE run.organization_id = (SELECT access.organization()) AND (\(name)::text IS NULL OR run.name = \(name))
      ORDER BY run.made_at DESC, run.id DESC
      LIMIT \(Int64(limit))
      """
    ) { try ReportRun($0) }
  }

  /// A run with what was answered; nil when there is none that the caller may see.
  static func find(_ id: ID) -> Query<KeptReport?> {
    .first(
      """
      SELECT \(columns), run.result, run.figures, run.released_result, run.released_figures
      FROM \(tables)
      WHERE run.organization_id = (SELECT access.organization()) AND run.id = \(id)
      """
    ) { row in
      KeptReport(
        run: try ReportRun(row), result: try row["result"], figures: try row["figures"],
        releasedResult: try row["released_result"], releasedFigures: try row["released_figures"])
    }
  }
}

/// A run with the report as it was made.
package struct KeptReport: Sendable, Hashable {
  package let run: ReportRun
  /// The report as JSON.
  package let result: String
  /// Its figures by their addresses, as CSV.
  package let figures: String
  /// The same without small counts.
  package let releasedResult: String
  package let releasedFigures: String
}
