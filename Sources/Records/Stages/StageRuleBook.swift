import Clinic
import Foundation
import Postgres

/// The stage rules of an organization: those of its own file, or those that come with the software.
package enum StageRuleBook {
  /// The rules in force.
  ///
  /// An organization without a file of its own has the shipped rules, and reads none.
  package static let current = own.map { (own) throws -> StageRules in
    try own.isEmpty ? .shipped() : StageRules(version: own[0].version, rules: own.map(\.rule))
  }

  private static let own = Query<[OwnRule]>.all(
    """
    SELECT version, from_state, event, to_state, needs, roles, endings
    FROM clinic.stage_rule
    WHERE organization_id = (SELECT access.organization()) AND NOT is_shipped AND retired_at IS NULL
    ORDER BY position
    """, OwnRule.init(row:))

  /// In which states people are now, so that no rule is taken from under their feet.
  package static func occupied(at now: Date) -> Query<[StageState]> {
    .all(
      """
      SELECT DISTINCT last.to_state
      FROM clinic.episode_fact AS f
      CROSS JOIN LATERAL (
        SELECT m.to_state
        FROM clinic.move AS m
        WHERE m.organization_id = f.organization_id AND m.episode_id = f.episode_id AND m.known_to = 'infinity'
          AND m.effective_at <= \(now)
        ORDER BY m.effective_at DESC, m.sequence DESC
        LIMIT 1
      ) AS last
      WHERE f.organization_id = (SELECT access.organization()) AND f.known_to = 'infinity'
        AND (upper_inf(f.valid) OR upper(f.valid) > \(now))
      """
    ) { try $0["to_state"] }
  }
}

private struct OwnRule {
  let version: String
  let rule: StageRule

  init(row: Row) throws {
    version = try row["version"]
    let needs: [String] = try row["needs"]
    let roles: [String]? = try row["roles"]
    rule = StageRule(
      from: try row["from_state"], event: try row["event"], to: try row["to_state"],
      needs: Set(needs.compactMap(StageRule.Need.init(rawValue:))),
      roles: roles.map { Set($0.map(Role.init(rawValue:))) }, endings: try row["endings"])
  }
}

extension Records {
  /// Puts the rules of a file in place of those in force; the rules that it lacks are retired, and moves made under them
  /// stay.
  ///
  /// Throws a refusal where a rule names a role that there is not, where somebody is in a state that the new rules do not
  /// know, or where the caller does not work in every facility.
  package func load(_ rules: StageRules, isShipped: Bool, as caller: Caller) async throws {
    let now = clock()
    let roles = Set(rules.rules.flatMap { $0.roles ?? [] }.map(\.rawValue)).sorted()
    let (occupied, unknown) = (
      try await run(
        as: caller, Action("stage_rule.load", needs: .episodeRead), StageRuleBook.occupied(at: now)),
      try await run(
        as: caller, Action(.stageRuleLoad),
        Query<[String]>.one("SELECT access.unknown_roles(\(roles)::text[]) AS names") { try $0["names"] })
    )
    let known = Set(rules.rules.filter { $0.event != .correct }.map(\.from))
    try await judging(Action(.stageRuleLoad), as: caller) {
      if let role = unknown.first { throw UnknownRole(role: role) }
      if let state = occupied.first(where: { $0 != .none && $0 != .ended && !known.contains($0) }) {
        throw StateInUse(state: state)
      }
    }
    try await run(
      as: caller, Action(.stageRuleLoad),
      first: [StageRuleBook.everywhere, StageRuleBook.retire(keeping: rules, at: now)]
        + [StageRuleBook.put(rules, isShipped: isShipped)])
  }
}

extension StageRuleBook {
  /// The rules are those of the whole organization.
  fileprivate static let everywhere: SQL = """
    SELECT access.insist(
      NOT EXISTS (
        SELECT FROM clinic.facility
        WHERE organization_id = (SELECT access.organization()) AND id <> ALL ((SELECT access.facilities())::uuid[])),
      'SW026', 'not-everywhere')
    """

  fileprivate static func retire(keeping rules: StageRules, at now: Date) -> SQL {
    """
    UPDATE clinic.stage_rule AS r SET retired_at = \(now)
    WHERE r.organization_id = (SELECT access.organization()) AND r.retired_at IS NULL
      AND (r.from_state, r.event, r.to_state) NOT IN (SELECT from_state, event, to_state FROM (\(rows(rules))) AS rule)
    """
  }

  fileprivate static func put(_ rules: StageRules, isShipped: Bool) -> SQL {
    """
    INSERT INTO clinic.stage_rule (
      organization_id, from_state, event, to_state, is_shipped, version, position, needs, roles, endings)
    SELECT access.organization(), from_state, event, to_state, \(isShipped),
      \(rules.version), position, string_to_array(needs, ','), string_to_array(roles, ','),
      string_to_array(endings, ',')::smallint[]
    FROM (\(rows(rules))) AS rule
    ON CONFLICT (organization_id, from_state, event, to_state) DO UPDATE
    SET is_shipped = excluded.is_shipped, version = excluded.version, position = excluded.position,
      needs = excluded.needs, roles = excluded.roles, endings = excluded.endings, retired_at = NULL
    """
  }

  private static func rows(_ rules: StageRules) -> SQL {
    let all = rules.rules
    return """
      SELECT * FROM unnest(
        \(all.map(\.from.rawValue))::text[], \(all.map(\.event.rawValue))::text[],
        \(all.map(\.to.rawValue))::text[], \(all.indices.map { Int32($0) })::integer[],
        \(all.map { $0.needs.map(\.rawValue).sorted().joined(separator: ",") })::text[],
        \(all.map { $0.roles.map { $0.map(\.rawValue).sorted().joined(separator: ",") } })::text[],
        \(all.map { $0.endings.map { "\($0.rawValue)" }.joined(separator: ",") })::text[]
      ) AS rule (from_state, event, to_state, position, needs, roles, endings)
      """
  }
}

/// A rule names a role that the organization does not have.
package struct UnknownRole: Refusal, Hashable {
  package let role: String

  package var code: String { "unknown-role" }
  package var kind: RefusalKind { .invalid }
  package var field: String? { "roles" }
  package var value: String? { role }
  package var message: String { "A rule is for the role \(role), which there is not." }
  package var remedy: String { "Use the name of a role: stepwell role list" }
}

/// Somebody is in a state that the new rules do not lead out of.
package struct StateInUse: Refusal, Hashable {
  package let state: StageState

  package var code: String { "state-in-use" }
  package var kind: RefusalKind { .conflict }
  package var field: String? { "rules" }
  package var value: String? { state.rawValue }
  package var message: String { "Somebody is \(state.words) now, and the new rules do not lead out of that." }
  package var remedy: String { "Keep the rules of the state until nobody is in it." }
}
