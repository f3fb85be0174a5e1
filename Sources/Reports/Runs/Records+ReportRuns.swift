import Clinic
import Foundation
import Postgres
import Records

extension Records {
  /// Makes a report and keeps it, so that it can be made again with the same bytes.
  ///
  /// Without `knownAt` it believes what is on record now, once all that is just being written has been. With
  /// `keepingMembers` it also keeps who was in it. Throws as ``Reports/run(_:asOf:knownAt:within:on:as:)`` does, and a
  /// `Conflict` when something takes long to be written.
  package func keepReport(
    _ id: ReportRun.ID, of text: String, file: String = "definition", asOf: Date? = nil, knownAt: Date? = nil,
    keepingMembers: Bool = false, within limit: Duration? = nil, as caller: Caller,
    once: Once<ReportRun>? = nil
  ) async throws -> (run: ReportRun, report: CohortReport) {
    let definition = try CohortDefinition(yaml: text, file: file)
    let action = Action("report.keep", needs: .reportRun, subject: id.rawValue)
    let now = clock()
    let moment = Moment(keeping: knownAt ?? now, asOf: asOf, now: now)
    return try await reporting(as: caller, action) { transaction in
      try await awaitWriting(in: transaction)
      let places = Places(all: try await transaction.run(Places.query))
      let asked = Asked(definition: definition, moment: moment, places: places, limit: limit)
      let report = try await asked.report(in: transaction)
      let result = try report.json()
      let released = report.released()
      let releasedResult = try released.json()
      let insert: SQL = """
        INSERT INTO clinic.report_run (
          organization_id, id, name, title, definition, definition_digest, edition, as_of, known_at, facilities, made_at,
          made_by, result, result_digest, figures, released_result, released_figures, count, members_kept)
        VALUES (
          access.organization(), \(id), \(definition.name), \(definition.title), \(text), \(ReportRun.digest(of: text)),
          \(ReportRun.edition), \(moment.asOf), \(moment.knownAt), \(places.scope?.map(\.rawValue))::uuid[], \(now),
          access.staff_member(), \(result), \(ReportRun.digest(of: result)), \(report.csv()),
          \(releasedResult), \(released.csv()), \(Int32(report.count)), \(keepingMembers))
        """
      if keepingMembers {
        if definition.population == .enquiries { throw NoMembers() }
        _ = try await transaction.run(.execute(insert))
        _ = try await transaction.work(.execute(asked.keepMembers(of: id)), of: asked.query)
      } else {
        _ = try await transaction.run(.execute(insert))
      }
      guard let kept = try await transaction.run(ReportRun.find(id)) else { throw NotFound("report run") }
      if let once {
        _ = try await transaction.run(.execute(try once.claim(for: kept.run, at: now)))
      }
      return (kept.run, report)
    }
  }

  /// A run with its report as it was then.
  ///
  /// Throws `NotFound` when there is none that the caller may see.
  package func keptReport(
    _ id: ReportRun.ID, as caller: Caller
  ) async throws -> KeptReport {
    let found = try await run(
      as: caller, Action("report.show", needs: .reportRun, subject: id.rawValue), ReportRun.find(id))
    guard let found else { throw NotFound("report run") }
    return found
  }

  /// Makes a kept report again and says whether it is the same, byte by byte, and why not.
  ///
  /// Throws `NotFound` when there is no such run that the caller may see.
  package func repeatReport(_ id: ReportRun.ID, as caller: Caller) async throws -> ReportRepetition {
    let now = clock()
    let action = Action("report.repeat", needs: .reportRun, subject: id.rawValue)
    return try await reporting(as: caller, action) { transaction in
      guard let kept = try await transaction.run(ReportRun.find(id)) else { throw NotFound("report run") }
      let places = Places(all: try await transaction.run(Places.query))
      let asked = try kept.run.asked(places, now: now)
      let result = try await asked.report(in: transaction).json()
      var differences: [ReportRepetition.Difference] = []
      if result != kept.result {
        if kept.run.edition != ReportRun.edition {
          differences.append(.edition(then: kept.run.edition, now: ReportRun.edition))
        }
        if !places.covers(kept.run.facilities) { differences.append(.facilities) }
        if differences.isEmpty { differences.append(.records) }
      }
      var members: ReportRepetition.Members?
      if kept.run.hasMembers {
        members = try await transaction.work(asked.compareMembers(with: id), of: asked.query)
      }
      return ReportRepetition(run: kept.run, result: result, differences: differences, members: members)
    }
  }

  /// Waits until whatever was being written when this began has been written, because a fact is known from the time at which
  /// its writing began.
  private func awaitWriting(in transaction: borrowing Transaction) async throws {
    let begin = try await transaction.run(Query<Date>.one("SELECT clock_timestamp() AS at") { try $0["at"] })
    for _ in 0..<100 {
      let isDone = try await transaction.run(
        Query<Bool>.one(
          """
          SELECT NOT EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
              AND xact_start <= \(begin)) AS is_done
          """
        ) { try $0["is_done"] })
      if isDone { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw Conflict(
      "writing-under-way", message: "Something is being written that the report could miss.",
      remedy: "Try again in a while, or give a known_at before it began.")
  }
}

/// Enquiries are no members that could be kept.
package struct NoMembers: Refusal, Hashable {
  package var code: String { "no-members" }
  package var message: String { "The report counts enquiries, of which no members are kept." }
  package var field: String? { "keep_members" }
  package var remedy: String { "Keep the report without its members." }
  package var kind: RefusalKind { .refusedByRule }
}

extension Moment {
  /// One of which the instant of being known is fixed, also when that is now.
  init(keeping knownAt: Date, asOf: Date?, now: Date) {
    let knownAt = min(knownAt, now)
    self.init(
      asOf: min(asOf ?? knownAt, now), knownAt: knownAt, now: now.addingTimeInterval(0.001))
  }
}

extension ReportRun {
  /// What is asked when it is made again.
  func asked(_ places: Places, now: Date) throws -> Asked {
    Asked(
      definition: try CohortDefinition(yaml: definition, file: name),
      moment: Moment(keeping: knownAt, asOf: asOf, now: max(now, knownAt)),
      places: places.counting(in: facilities))
  }
}
