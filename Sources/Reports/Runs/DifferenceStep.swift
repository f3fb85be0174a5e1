import Clinic
import Foundation
import Postgres

/// One thing that is changed on the way from one run to another.
struct DifferenceStep: Sendable {
  enum Axis { case knowledge, time, facilities, definition }

  let axis: Axis
  let from: Asked
  let to: Asked

  /// The steps on the way; none for what is the same in both.
  static func way(from first: Asked, to last: Asked) -> [DifferenceStep] {
    var steps: [DifferenceStep] = []
    var here = first
    func go(_ axis: Axis, _ change: (inout Asked) -> Void) {
      var next = here
      change(&next)
      steps.append(DifferenceStep(axis: axis, from: here, to: next))
      here = next
    }
    let (one, other) = (first.moment, last.moment)
    if one.knownAt != other.knownAt {
      go(.knowledge) {
        $0.moment = Moment(asOf: one.asOf, knownAt: other.knownAt, now: max(one.now, other.now))
      }
    }
    if one.asOf != other.asOf { go(.time) { $0.moment = other } }
    if first.places != last.places { go(.facilities) { $0.places = last.places } }
    if first.definition != last.definition { go(.definition) { $0.definition = last.definition } }
    return steps
  }

  /// The earlier and the later of the instants at which the two sides were known.
  private var known: (low: Date, high: Date) {
    let (one, other) = (from.moment.knownAt ?? from.moment.now, to.moment.knownAt ?? to.moment.now)
    return (min(one, other), max(one, other))
  }

  /// Common table expressions, of which the last is `explained`: one row for each member that differs, with its cause.
  func explained() throws -> SQL {
    """
    WITH earlier AS (
      \(try from.query.members())
    ),
    later AS (
      \(try to.query.members())
    ),
    difference AS (
      SELECT coalesce(later.subject, earlier.subject) AS subject,
        coalesce(later.episode_id, earlier.episode_id) AS episode_id,
        coalesce(later.patient_id, earlier.patient_id) AS patient_id,
        CASE WHEN earlier.subject IS NULL THEN 'came' WHEN later.subject IS NULL THEN 'went' ELSE 'changed' END AS change,
        earlier.starts AS starts_before, earlier.ends AS ends_before,
        earlier.reason AS reason_before, earlier.member AS group_before, earlier.panel AS panel_before,
        later.starts AS starts_after, later.ends AS ends_after, later.reason AS reason_after,
        later.member AS group_after, later.panel AS panel_after
      FROM earlier FULL JOIN later ON later.subject = earlier.subject
      WHERE earlier.subject IS NULL OR later.subject IS NULL
        OR (earlier.panel, earlier.member, earlier.starts, earlier.ends, earlier.reason)
          IS DISTINCT FROM (later.panel, later.member, later.starts, later.ends, later.reason)
    ),
    explained AS (
      \(cause)
    )
    """
  }

  private var cause: SQL {
    switch axis {
    case .time: "SELECT difference.*, NULL::uuid AS fact_id, 'new_event' AS cause FROM difference"
    case .facilities: "SELECT difference.*, NULL::uuid AS fact_id, 'facilities' AS cause FROM difference"
    case .definition: "SELECT difference.*, NULL::uuid AS fact_id, 'definition' AS cause FROM difference"
    case .knowledge: knowledge
    }
  }

  /// What became known between the two instants tells the causes apart.
  private var knowledge: SQL {
    let isStays = to.definition.population == .stays
    let facts: SQL = isStays ? "clinic.stay_fact" : "clinic.episode_fact"
    let subject: SQL = isStays ? "stay_id" : "episode_id"
    let (low, high) = known
    let all: SQL = """
      SELECT fact.id, fact.valid, fact.known_from, fact.known_to
          FROM \(facts) AS fact
          WHERE fact.organization_id = (SELECT access.organization()) AND fact.patient_id = difference.patient_id
            AND fact.\(subject) = difference.subject
      """
    return """
      SELECT difference.*, coalesce(told.id_high, told.id_low) AS fact_id, CASE
          WHEN NOT told.was_told THEN 'late_entry'
          WHEN told.id_high IS NULL THEN 'entered_in_error'
          WHEN told.id_low IS NULL THEN 'restored'
          WHEN told.id_low = told.id_high THEN 'other_record'
          WHEN lower(told.valid_low) = lower(told.valid_high) AND upper_inf(told.valid_low)
            AND NOT upper_inf(told.valid_high) THEN 'late_entry'
          ELSE 'correction'
        END AS cause
      FROM difference
      CROSS JOIN LATERAL (
        -- The rows that are believed now and those that were are found by different indexes.
        SELECT bool_or(known_from <= \(low)) AS was_told,
          (array_agg(id) FILTER (WHERE known_from <= \(low) AND \(low) < known_to))[1] AS id_low,
          (array_agg(valid) FILTER (WHERE known_from <= \(low) AND \(low) < known_to))[1] AS valid_low,
          (array_agg(id) FILTER (WHERE known_from <= \(high) AND \(high) < known_to))[1] AS id_high,
          (array_agg(valid) FILTER (WHERE known_from <= \(high) AND \(high) < known_to))[1] AS valid_high
        FROM (
          \(all) AND fact.known_to = 'infinity'
          UNION ALL
          \(all) AND fact.known_to <> 'infinity'
        ) AS fact
      ) AS told
      """
  }

  /// The rows of the ledger among which the one is that made the difference; nil where none did.
  private var window: SQL? {
    switch axis {
    case .knowledge: "m.known_from > \(known.low) AND m.known_from <= \(known.high)"
    case .time:
      """
      m.effective_at > \(min(from.moment.asOf, to.moment.asOf)) AND m.effective_at <= \(max(from.moment.asOf, to.moment.asOf))
            AND m.known_from <= \(known.high) AND \(known.high) < m.known_to
      """
    case .facilities, .definition: nil
    }
  }
}

extension DifferenceStep {
  /// How many there are of each cause.
  func counts() throws -> Query<[ReportDifference.Explained]> {
    .all(
      """
      \(try explained())
      SELECT cause, count(*) FILTER (WHERE change = 'came') AS came, count(*) FILTER (WHERE change = 'went') AS went,
        count(*) FILTER (WHERE change = 'changed') AS changed, count(ends_after) - count(ends_before) AS ended
      FROM explained GROUP BY cause ORDER BY cause
      """
    ) { row in
      ReportDifference.Explained(
        cause: try cause(row), came: Int(try row["came"] as Int64), went: Int(try row["went"] as Int64),
        changed: Int(try row["changed"] as Int64), ended: Int(try row["ended"] as Int64))
    }
  }

  /// The people of the step, at most `limit`, each with the row of the ledger behind the change.
  func people(limit: Int) throws -> Query<[ReportDifference.Person]> {
    let row: SQL =
      window.map { window in
        """
        LEFT JOIN LATERAL (
          SELECT m.event, m.effective_at, m.known_from, m.recorded_by, m.reason
          FROM clinic.move AS m
          WHERE m.organization_id = (SELECT access.organization()) AND m.episode_id = explained.episode_id
            AND \(window)
          ORDER BY (m.corrects IS NOT NULL) DESC, m.known_from DESC, m.sequence DESC
          LIMIT 1
        ) AS line ON true
        """
      }
        ?? """
        CROSS JOIN (
          SELECT NULL::text AS event, NULL::timestamptz AS effective_at, NULL::timestamptz AS known_from,
            NULL::uuid AS recorded_by, NULL::text AS reason
        ) AS line
        """
    let facts: SQL = to.definition.population == .stays ? "clinic.stay_fact" : "clinic.episode_fact"
    return .all(
      """
      \(try explained())
      SELECT explained.*, concat_ws(' ', person.given_name, person.family_name) AS name, line.event, line.effective_at,
        coalesce(line.known_from, fact.known_from) AS known_from, writer.handle AS recorded_by,
        coalesce(line.reason, fact.reason) AS ledger_reason
      FROM explained
      \(row)
      LEFT JOIN \(facts) AS fact
        ON fact.organization_id = (SELECT access.organization()) AND fact.id = explained.fact_id
      LEFT JOIN clinic.demographics AS person
        ON person.organization_id = (SELECT access.organization()) AND person.patient_id = explained.patient_id
        AND person.known_to = 'infinity'
      LEFT JOIN access.staff AS writer
        ON writer.organization_id = (SELECT access.organization())
        AND writer.id = coalesce(line.recorded_by, fact.recorded_by)
      ORDER BY explained.cause, coalesce(explained.starts_after, explained.starts_before), explained.subject
      LIMIT \(Int64(limit))
      """
    ) { try person($0) }
  }

  private func cause(_ row: Row) throws -> ReportDifference.Cause {
    // The statement says no other word.
    ReportDifference.Cause(rawValue: try row["cause"]) ?? .correction
  }

  private func person(_ row: Row) throws -> ReportDifference.Person {
    func side(_ suffix: String, _ asked: Asked) throws -> ReportDifference.Person.Side? {
      guard let starts: Date = try row["starts_\(suffix)"] else { return nil }
      let groups = GroupNames(asked.definition.by, places: asked.places)
      let panels = GroupNames(asked.definition.each, places: asked.places)
      return ReportDifference.Person.Side(
        starts: starts, ends: try row["ends_\(suffix)"], reason: try row["reason_\(suffix)"],
        group: asked.definition.by == nil ? nil : groups.name(of: try row["group_\(suffix)"]).name.key,
        panel: asked.definition.each == nil ? nil : panels.name(of: try row["panel_\(suffix)"]).name.key)
    }
    let name: String = try row["name"]
    let knownFrom: Date? = try row["known_from"]
    return ReportDifference.Person(
      patientID: try row["patient_id"], name: name.isEmpty ? nil : name, episodeID: try row["episode_id"],
      cause: try cause(row), change: ReportDifference.Person.Change(rawValue: try row["change"]) ?? .changed,
      before: try side("before", from), after: try side("after", to),
      row: try knownFrom.map { known in
        ReportDifference.Person.LedgerRow(
          event: try row["event"], effectiveAt: try row["effective_at"], knownFrom: known,
          recordedBy: try row["recorded_by"], reason: try row["ledger_reason"])
      })
  }
}
