import Postgres

extension TestDatabase {
  /// Makes everybody who reads `table` wait, until the server stops them.
  ///
  /// It is waited for when a statement runs, and not when it is planned.
  package func delayReading(of table: String) async throws {
    _ = try await owner.run(
      .execute(
        SQL(
          unsafe: """
            CREATE POLICY delay ON \(table) AS RESTRICTIVE FOR SELECT TO stepwell_app
            USING ((SELECT pg_sleep(50)) IS NOT NULL)
            """)))
  }

  /// How many statements that read `table` are at work on the server.
  package func readers(of table: String) async throws -> Int {
    try await owner.run(
      Query<Int>.one(
        """
        SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
          AND query LIKE '%' || \(table) || '%'
        """
      ) { try $0["count"] })
  }
}
