import Clinic
import Postgres

extension CohortQuery {
  /// The statement that lists who is counted by a figure: one row for each stay, episode, person or enquiry, with the
  /// columns patient_id, episode_id, panel and member.
  ///
  /// - Throws: ``UnknownCell`` when the report has no such figure, or when it counts nobody, such as a median.
  func members(of cell: Cell) throws -> SQL {
    guard let measure = definition.measures.first(where: { $0.word == cell.measure }) else {
      throw UnknownCell("measure", cell.measure, known: definition.measures.map(\.word))
    }
    guard let (name, condition) = measure.asked.members(of: cell.figure, day: cell.day) else {
      throw UnknownCell(uncounted: cell.figure)
    }
    let parts = measure.asked.parts(self)
    let part = parts.first { $0.name == name }
    let rows: SQL =
      part?.rows ?? """
        SELECT cohort.panel, cohort.member, cohort.patient_id, cohort.episode_id, cohort.days AS value,
          cohort.reason AS code
        FROM cohort
        """
    let reading = CohortReading(readsAllDays: true, reasons: .all, countsPeople: true)
    let own = part ?? CohortPart(name, reading: [], rows)
    return """
      WITH cohort AS (
      \(try cohort(reading, [own]).indented())
      )
      SELECT row.patient_id, row.episode_id, row.panel::text, row.member::text
      FROM (
      \(rows.indented())
      ) AS row
      WHERE \(condition)\(try isIn("row.panel", cell.panel, definition.each, "panel"))\
      \(try isIn("row.member", cell.group, definition.by, "group"))
      """
  }

  /// Whether a row is of the group with that key; nothing is asked for all groups.
  private func isIn(_ column: SQL, _ key: String?, _ grouping: Grouping?, _ noun: String) throws -> SQL {
    guard let key, key != GroupNames.everyone.key else { return "" }
    let names = GroupNames(grouping, places: places)
    guard key != GroupNames.missing.key else { return "\n  AND \(column) IS NULL" }
    guard let code = names.code(of: key) else { throw UnknownCell(noun, key, known: names.keys) }
    return "\n  AND \(column)::text = \(code)"
  }
}

/// A report has no such figure, or the figure counts nobody who could be listed.
package struct UnknownCell: Refusal, Hashable {
  package let code: String
  package let field: String?
  package let value: String?
  package let message: String
  package let remedy: String

  package var kind: RefusalKind { .invalid }

  init(_ noun: String, _ word: String, known: [String]) {
    (code, field, value) = ("unknown-\(noun)", noun, word)
    message = "The report has no \(noun) \"\(word)\"."
    remedy =
      Spelling.suggestion(for: word, among: known).map { "Did you mean \($0)?" }
      ?? (known.isEmpty ? "Leave it out." : "Use one of \(known.joined(separator: ", ")).")
  }

  init(uncounted figure: String) {
    (code, field, value) = ("figure-without-members", "figure", figure)
    message = "\"\(figure)\" is no figure that counts people one by one."
    remedy = "Use a figure that is a count, as the CSV of the report has it; those of curves need their day."
  }
}
