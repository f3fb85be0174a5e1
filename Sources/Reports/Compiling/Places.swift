import Clinic
import Foundation
import Postgres

/// A facility as reports need it.
struct Place: Hashable, Sendable {
  let id: Facility.ID
  let slug: String
  let name: String
  let timeZone: String
  /// Whether the caller may count there.
  var isOpen = true
}

/// The facilities of the organization, for names and for time zones: a day is always the facility's day.
struct Places: Hashable, Sendable {
  let all: [Place]

  static let query = Query<[Place]>.all(
    """
    SELECT id, slug, name, time_zone, access.works_everywhere() OR id = ANY ((SELECT access.facilities())::uuid[]) AS is_open
    FROM clinic.facility
    WHERE organization_id = (SELECT access.organization()) ORDER BY name, id
    """
  ) { row in
    Place(
      id: try row["id"], slug: try row["slug"], name: try row["name"], timeZone: try row["time_zone"],
      isOpen: try row["is_open"])
  }

  init(all: [Place]) {
    self.all = all
  }

  /// Places of these short names, for showing a statement without a database.
  init(stubs slugs: [String]) {
    all = slugs.map { Place(id: Facility.ID(rawValue: UUID()), slug: $0, name: $0, timeZone: "UTC") }
  }

  /// Those where the caller may count; nil when that is everywhere.
  var open: [Place]? {
    all.allSatisfy(\.isOpen) ? nil : all.filter(\.isOpen)
  }

  /// The zone of all facilities, or nil when they differ.
  var commonTimeZone: String? {
    let zones = Set(all.map(\.timeZone))
    return zones.count > 1 ? nil : zones.first ?? "UTC"
  }

  /// The facilities of that short name.
  ///
  /// - Throws: ``UnknownFacility`` with the name that was probably meant.
  func named(_ slug: String) throws -> Place {
    guard let place = all.first(where: { $0.slug == slug }) else {
      throw UnknownFacility(slug, known: all.map(\.slug))
    }
    return place
  }
}

/// A cohort names a facility that is not there.
package struct UnknownFacility: Refusal, Hashable {
  package let value: String?
  package let remedy: String

  package var code: String { "unknown-facility" }
  package var message: String { "There is no facility \"\(value ?? "")\"." }
  package var field: String? { "conditions.facility" }
  package var kind: RefusalKind { .invalid }

  init(_ slug: String, known: [String]) {
    value = slug
    remedy =
      Spelling.suggestion(for: slug, among: known).map { "Did you mean \($0)?" }
      ?? "Use one of \(known.joined(separator: ", "))."
  }
}
