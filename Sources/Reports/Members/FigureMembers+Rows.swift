import Clinic
import Foundation
import Postgres

extension CohortQuery {
  /// One row for each that the figure counts, of those who are patients; one a person where it counts people.
  func people(behind cell: Cell, _ consent: MemberConsent?) throws -> SQL {
    let covered: SQL = consent.map { "\n  AND \($0.covers("row.patient_id").indented())" } ?? ""
    let once: SQL = cell.figure == "people" ? "DISTINCT ON (row.patient_id) " : ""
    return """
      SELECT \(once)row.patient_id, row.episode_id, row.panel, row.member
      FROM (
      \(try members(of: cell).indented())
      ) AS row
      WHERE row.patient_id IS NOT NULL\(covered)
      """
  }

  /// How many people are left out of a list, because theirs does not let them be told of.
  func leftOut(of cell: Cell, _ consent: MemberConsent) throws -> Query<Int> {
    .one(
      """
      SELECT count(DISTINCT row.patient_id)::integer AS count
      FROM (
      \(try members(of: cell).indented())
      ) AS row
      WHERE row.patient_id IS NOT NULL AND NOT (
      \(consent.covers("row.patient_id").indented())
      )
      """
    ) { try $0["count"] }
  }

  /// The people behind a figure with their names, in order.
  func list(of cell: Cell, _ consent: MemberConsent?, limit: Int) throws -> SQL {
    """
    SELECT found.patient_id, found.episode_id, found.panel, found.member,
      concat_ws(' ', person.given_name, person.family_name) AS name
    FROM (
    \(try people(behind: cell, consent).indented())
    ) AS found
    LEFT JOIN clinic.demographics AS person
      ON person.organization_id = (SELECT access.organization()) AND person.patient_id = found.patient_id
      AND person.known_to = 'infinity'
    ORDER BY person.family_name, person.given_name, found.patient_id, found.episode_id
    LIMIT \(Int64(limit))
    """
  }

  /// The same as lines of CSV, in no order, because ordering would keep all of them.
  func lines(of cell: Cell, _ consent: MemberConsent?) throws -> SQL {
    """
    SELECT
      concat(
        found.patient_id, ',', found.episode_id, ',', \(try named("found.panel", definition.each)), ',',
        \(try named("found.member", definition.by)), ',"',
        replace(concat_ws(' ', person.given_name, person.family_name), '"', '""'), '"') AS line
    FROM (
    \(try people(behind: cell, consent).indented())
    ) AS found
    LEFT JOIN clinic.demographics AS person
      ON person.organization_id = (SELECT access.organization()) AND person.patient_id = found.patient_id
      AND person.known_to = 'infinity'
    """
  }

  /// A code in words, as files have it.
  private func named(_ column: SQL, _ grouping: Grouping?) throws -> SQL {
    guard grouping != nil else { return "''" }
    let names = GroupNames(grouping, places: places)
    let known = names.keys.compactMap { key in names.code(of: key).map { (code: $0, key: key) } }
    guard !known.isEmpty else { return "coalesce(\(column), \(GroupNames.missing.key))" }
    let (codes, keys) = (known.map(\.code), known.map(\.key))
    return """
      coalesce((\(keys)::text[])[array_position(\(codes)::text[], \(column))], \(GroupNames.missing.key))
      """
  }

  func member(_ row: Row) throws -> FigureMember {
    let name: String = try row["name"]
    return FigureMember(
      patientID: try row["patient_id"], name: name.isEmpty ? nil : name, episodeID: try row["episode_id"],
      panel: definition.each == nil
        ? nil : GroupNames(definition.each, places: places).name(of: try row["panel"]).name.key,
      group: definition.by == nil
        ? nil : GroupNames(definition.by, places: places).name(of: try row["member"]).name.key)
  }
}
