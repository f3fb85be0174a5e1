import Clinic
import Postgres

extension Places {
  /// These, of which only some are counted in; nil leaves those that are open to the caller.
  func counting(in facilities: [Facility.ID]?) -> Places {
    guard let facilities else { return self }
    return Places(
      all: all.map { place in
        var place = place
        place.isOpen = place.isOpen && facilities.contains(place.id)
        return place
      })
  }

  /// Where the caller counts; nil for everywhere.
  var scope: [Facility.ID]? { open?.map(\.id) }

  /// Whether the caller may count everywhere where `facilities` are; nil is everywhere.
  func covers(_ facilities: [Facility.ID]?) -> Bool {
    guard let open else { return true }
    guard let facilities else { return false }
    return Set(facilities).isSubset(of: open.map(\.id))
  }
}

/// A cohort with everything that decides who is in it.
struct Asked: Sendable {
  var definition: CohortDefinition
  var moment: Moment
  var places: Places
  /// For how long it may be worked on; as long as anything on its connection when nil.
  var limit: Duration? = nil

  var query: CohortQuery {
    CohortQuery(definition: definition, moment: moment, places: places, limit: limit)
  }

  /// Works the figures out.
  ///
  /// - Throws: ``Overdue``, ``UnknownFacility``, ``TooManyGroups``, and a `PostgresError`.
  func report(in transaction: borrowing Transaction) async throws -> CohortReport {
    let query = query
    let tallies = try await transaction.work(Query.all(query.statement()) { try Tally($0) }, of: query)
    return try CohortReport(definition, tallies, at: moment, places: places)
  }
}
