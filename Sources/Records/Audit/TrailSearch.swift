import Clinic
import Foundation
import Postgres

/// What is looked for in the audit trail; what is nil is not asked about.
package struct TrailSearch: Sendable {
  /// The last row of a page.
  package struct Place: Sendable, Hashable {
    package let at: Date
    package let transaction: Int64

    package init(at: Date, transaction: Int64) {
      self.at = at
      self.transaction = transaction
    }
  }

  package var from: Date?
  package var to: Date?
  package var staff: Staff.ID?
  package var patient: Patient.ID?
  /// A whole name, `patient.read`, or the beginning of one with a star, `patient.*`.
  package var action: String?
  package var outcome: TrailEvent.Outcome?
  /// What was denied to people without a session, instead of what the staff did.
  ///
  /// The search is a `StrangersUnknown` where several organizations share the database.
  package var strangers = false

  package init() {}

  /// Whether a text can be the name of an action, or the beginning of some with a star.
  package static func isActionName(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z][a-z_.]{0,78}\*?/) != nil
  }

  /// A page of what is found, the newest first.
  package func page(limit: Int, after place: Place? = nil) -> Query<[TrailEvent]> {
    let found: SQL
    if let patient {
      // An index has the first of the patients; rows of several, which lists write, have one of their own.
      let one = rows("e.patients[1] = \(patient)", limit, place)
      let several = rows(
        "cardinality(e.patients) > 1 AND e.patients[1] <> \(patient) AND \(patient) = ANY (e.patients)",
        limit, place)
      found = """
        SELECT * FROM ((\(one)) UNION ALL (\(several))) AS either
        ORDER BY either.at DESC, either.transaction DESC LIMIT \(limit)
        """
    } else {
      found = rows("true", limit, place)
    }
    return .all(
      """
      SELECT e.at, e.transaction::text::bigint AS transaction, e.staff_id, s.handle, s.name, e.roles, e.purpose, e.action,
        e.outcome, e.patients, e.subject, e.request_id, e.source, host(e.address) AS address, e.consent_id
      FROM (\(found)) AS e
      LEFT JOIN access.staff AS s ON s.organization_id = e.organization_id AND s.id = e.staff_id
      ORDER BY e.at DESC, e.transaction DESC
      """, TrailEvent.init)
  }

  private func rows(_ condition: SQL, _ limit: Int, _ place: Place?) -> SQL {
    """
    SELECT e.* FROM audit.event AS e
    WHERE \(whose) AND \(condition)\(conditions(after: place))
    ORDER BY e.at DESC, e.transaction DESC LIMIT \(limit)
    """
  }

  /// What is not done has an index of its own, which is there for strangers too.
  private var whose: SQL {
    strangers
      ? "e.organization_id IS NULL AND e.outcome <> 'done'"
      : "e.organization_id = (SELECT access.organization())"
  }

  /// Each is one that an index can serve, or a filter after it.
  func conditions(after place: Place? = nil) -> SQL {
    var all: SQL = ""
    if let from { all = "\(all) AND e.at >= \(from)" }
    if let to { all = "\(all) AND e.at < \(to)" }
    if let staff { all = "\(all) AND e.staff_id = \(staff)" }
    if let action {
      all =
        action.hasSuffix("*")
        ? "\(all) AND starts_with(e.action, \(String(action.dropLast())))" : "\(all) AND e.action = \(action)"
    }
    switch outcome {
    // Written out, so that the index of what was not done is seen to fit.
    case .denied: all = "\(all) AND e.outcome = 'denied'"
    case .refused: all = "\(all) AND e.outcome = 'refused'"
    case .done: all = "\(all) AND e.outcome = 'done'"
    case nil: break
    }
    if let place {
      all = """
        \(all) AND e.at <= \(place.at)
          AND (e.at, e.transaction) < (\(place.at), \(String(place.transaction))::xid8)
        """
    }
    return all
  }
}

extension Records {
  /// A page of the trail, and the newest month of the archive where the search reaches into it.
  ///
  /// Throws `StrangersUnknown` where strangers are asked about and several organizations share the database.
  package func search(
    _ search: TrailSearch, limit: Int, after place: TrailSearch.Place?, as caller: Caller
  ) async throws -> (found: [TrailEvent], newestArchived: TrailMonth?) {
    let action = Action(
      search.strangers ? "audit.search_strangers" : "audit.search", needs: .auditSearch,
      patients: [search.patient].compactMap(\.self), subject: search.staff?.rawValue)
    let first: [SQL] =
      search.strangers ? ["SELECT access.insist(access.is_alone(), 'SW007', 'several-organizations')"] : []
    return try await run(
      as: caller, action, first: first, search.page(limit: limit, after: place),
      ArchivedMonth.newest(since: search.from))
  }
}

/// Several organizations share the database, and nobody knows at whose door a stranger stood.
package struct StrangersUnknown: Refusal, Hashable {
  package var code: String { "several-organizations" }
  package var message: String {
    "Several organizations share the database, and at whose door a stranger stood is not known."
  }
  package var field: String? { "strangers" }
  package var remedy: String { "Ask whoever owns the database, who can see what was denied to strangers." }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}
