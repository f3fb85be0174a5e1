import Clinic
import Foundation
import Postgres
import Records

/// The facilities of the file: those that the organization has, and those that its first records bring.
struct TEDSFacilities {
  private var known: [[UInt8]: TEDSFacility]
  private let timeZone: TimeZone
  private let mayOpen: Bool
  private var identifiers: IdentifierSequence

  /// Reads what facilities there are; those to come show `timeZone`.
  init(_ transaction: borrowing Transaction, timeZone: TimeZone, at now: Date) async throws {
    let rows = try await transaction.run(
      Query.all(
        """
        SELECT id, provider_code, time_zone, id = ANY ((SELECT access.facilities())::uuid[]) AS permitted
        FROM clinic.facility WHERE organization_id = (SELECT access.organization())
        """
      ) { row -> (UUID, String?, String, Bool) in
        (try row["id"], try row["provider_code"], try row["time_zone"], try row["permitted"])
      })
    known = [:]
    for (id, code, zone, isPermitted) in rows {
      guard let code else { continue }
      known[Array(code.utf8)] = TEDSFacility(
        id: UUIDWords(id), timeZone: TimeZone(identifier: zone) ?? .gmt, isKnown: true,
        isPermitted: isPermitted)
    }
    // Who works in every facility that there is may open more.
    mayOpen = rows.allSatisfy { $0.3 }
    self.timeZone = timeZone
    identifiers = IdentifierSequence(at: now, seed: .random(in: .min ... .max))
  }

  /// The facility of a provider, which is made up when there is none.
  mutating func facility(of provider: [UInt8]) -> TEDSFacility {
    if let facility = known[provider] { return facility }
    let facility = TEDSFacility(
      id: identifiers.next(), timeZone: timeZone, isKnown: false, isPermitted: mayOpen)
    known[provider] = facility
    return facility
  }

  /// Opens the new facilities that staged records are about, and lets the session see them.
  func open(_ transaction: borrowing Transaction, at now: Date) async throws {
    // Foundation says GMT where everybody else says UTC.
    let zone = timeZone == .gmt ? "UTC" : timeZone.identifier
    // Two providers may differ in case only, so the slug of the second one gets its identifier.
    let insert: SQL = """
      INSERT INTO clinic.facility (organization_id, id, slug, name, time_zone, provider_code, opened_at)
      SELECT access.organization(), s.facility_id,
        lower(s.provider) || CASE
          WHEN row_number() OVER (PARTITION BY lower(s.provider) ORDER BY s.provider) > 1
            OR EXISTS (SELECT FROM clinic.facility AS f
              WHERE f.organization_id = (SELECT access.organization()) AND f.slug = lower(s.provider))
          THEN '-' || right(s.facility_id::text, 12) ELSE '' END,
        s.provider, \(zone), s.provider, least(\(now), min(s.starts))
      FROM staged AS s
      WHERE NOT EXISTS (
        SELECT FROM clinic.facility AS f
        WHERE f.organization_id = (SELECT access.organization()) AND f.id = s.facility_id)
      GROUP BY s.facility_id, s.provider
      """
    let widen: SQL = """
      SELECT set_config('stepwell.facilities', (
        SELECT array_agg(id)::text FROM clinic.facility WHERE organization_id = (SELECT access.organization())), true)
      """
    let opened = try await transaction.run(.execute(insert))
    if opened > 0 { try await transaction.run(.execute(widen)) }
  }
}
