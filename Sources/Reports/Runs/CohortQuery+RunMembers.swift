import Postgres

extension CohortQuery {
  /// A statement with one row for each of the cohort: whose it is, into which group it falls, and when and why it ended.
  func members() throws -> SQL {
    let rows = try cohort(
      CohortReading(reasons: .all), [CohortPart("members", reading: [.key, .starts, .ends], "")])
    return """
      SELECT row.key AS subject, row.episode_id, row.patient_id, row.panel::text, row.member::text, row.starts, row.ends,
        row.reason
      FROM (
      \(rows.indented())
      ) AS row
      """
  }
}
