import Clinic
import Foundation
import Postgres
import Records

/// That a facility reports to a state: as whom, to whom, by what authority and from when.
package struct TEDSReporter: Hashable, Sendable {
  package let facilityID: Facility.ID
  package let state: String
  package let provider: String
  package let agency: Line
  /// The law or agreement that mandates the report.
  package let authority: Line
  /// The first month that is reported.
  package let from: TEDSMonth

  /// Throws `InvalidValue` for a state or number of another form.
  package init(
    facilityID: Facility.ID, state: String, provider: String, agency: Line, authority: Line, from: TEDSMonth
  ) throws(InvalidValue) {
    guard state.wholeMatch(of: /[A-Z]{2}/) != nil else {
      throw InvalidValue(
        "invalid-state", field: "state", problem: "is not the two letters of a state", value: state,
        remedy: "Write it as the post does, e.g. NY.")
    }
    guard provider.wholeMatch(of: /[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?/) != nil else {
      throw InvalidValue(
        "invalid-provider", field: "provider", problem: "is not a number that the state gives",
        value: provider,
        remedy: "Write 1 to 15 letters, digits and inner hyphens.")
    }
    self.facilityID = facilityID
    self.state = state
    self.provider = provider
    self.agency = agency
    self.authority = authority
    self.from = from
  }
}

extension TEDSReport {
  /// The facilities that report, of those that the caller works in.
  package static let reporters: Query<[TEDSReporter]> = .all(
    """
    SELECT facility_id, state, provider_id, agency, authority, begins_on FROM clinic.teds_reporter
    WHERE organization_id = (SELECT access.organization()) AND known_to = 'infinity'
    ORDER BY state, provider_id
    """
  ) { row in
    let begins: Day = try row["begins_on"]
    return try TEDSReporter(
      facilityID: try row["facility_id"], state: try row["state"], provider: try row["provider_id"],
      agency: try row["agency"], authority: try row["authority"], from: TEDSMonth(of: begins))
  }

  /// Enrols a facility, or writes down anew how it reports; what was written before stays readable as known then.
  ///
  /// Throws `NotFound` where there is no such facility that the caller works in, and a `Conflict` where another facility
  /// has the number.
  package func enrol(_ reporter: TEDSReporter, once: Once<TEDSReporter>? = nil) async throws {
    let now = records.clock()
    let action = Action("teds.enrol", needs: .tedsExport, subject: reporter.facilityID.rawValue)
    try await records.transaction(as: caller, action, on: .interactive) { transaction in
      if let once { try await transaction.run(.execute(try once.claim(for: reporter, at: now))) }
      let mine = try await transaction.run(
        Query<Bool>.one("SELECT \(reporter.facilityID) = ANY (access.facilities()) AS mine") {
          try $0["mine"]
        })
      guard mine else { throw NotFound("facility", field: "facility_id") }
      let close: SQL = """
        UPDATE clinic.teds_reporter SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND facility_id = \(reporter.facilityID)
          AND known_to = 'infinity'
        """
      let insert: SQL = """
        INSERT INTO clinic.teds_reporter (
          organization_id, id, facility_id, state, provider_id, agency, authority, begins_on, known_from, recorded_by)
        VALUES (
          access.organization(), gen_random_uuid(), \(reporter.facilityID), \(reporter.state), \(reporter.provider),
          \(reporter.agency), \(reporter.authority), \(reporter.from.first), \(now), access.staff_member())
        """
      for statement in [close, insert] { try await transaction.run(.execute(statement)) }
    }
  }
}
