import Clinic
import Foundation
import Postgres

/// What the clinic decided about an instrument.
package struct InstrumentChoice: Sendable, Hashable {
  /// The slug.
  package let instrument: String
  /// Which of the published sets of bands holds here; nil for the one that the definition names first.
  package let bandSet: String?
  package let isRetired: Bool

  package init(instrument: String, bandSet: String?, isRetired: Bool) {
    self.instrument = instrument
    self.bandSet = bandSet
    self.isRetired = isRetired
  }

}

extension InstrumentChoice {
  /// Refuses a set of bands that the instrument does not have.
  package init(of instrument: Instrument, bandSet: String?, isRetired: Bool) throws(InvalidValue) {
    let known = instrument.bandSetSlugs
    if let bandSet, !known.contains(bandSet) {
      throw InvalidValue(
        "unknown-band-set", field: "band_set", problem: "is not a set of bands of \(instrument.title)",
        remedy: known.isEmpty ? "Leave it out: one set is published." : "Use one of \(known.listing).")
    }
    self.init(instrument: instrument.reference.slug, bandSet: bandSet, isRetired: isRetired)
  }
}

/// Queries about what the clinic decided.
package enum InstrumentChoices {
  /// Every decision that holds.
  package static let all = Query<[InstrumentChoice]>.all(select("true"), InstrumentChoice.init(row:))

  /// The decision about one instrument; nil when there is none.
  package static func of(_ instrument: String) -> Query<InstrumentChoice?> {
    .first(select("c.instrument = \(instrument)"), InstrumentChoice.init(row:))
  }

  private static func select(_ condition: SQL) -> SQL {
    """
    SELECT c.instrument, c.band_set, c.is_retired
    FROM clinic.instrument_choice AS c
    WHERE c.organization_id = access.organization() AND \(condition) AND c.known_to = 'infinity'
    ORDER BY c.instrument
    """
  }
}

extension InstrumentChoice {
  init(row: Row) throws {
    self.init(
      instrument: try row["instrument"], bandSet: try row["band_set"], isRetired: try row["is_retired"])
  }
}

extension Records {
  /// Decides about an instrument; what was recorded before keeps the bands that it has.
  package func choose(
    _ choice: InstrumentChoice, reason: Note, as caller: Caller, once: Once<InstrumentChoice>? = nil
  ) async throws {
    let now = clock()
    let close: SQL = """
      UPDATE clinic.instrument_choice SET known_to = \(now)
      WHERE organization_id = access.organization() AND instrument = \(choice.instrument) AND known_to = 'infinity'
      """
    let insert: SQL = """
      INSERT INTO clinic.instrument_choice (
        organization_id, id, instrument, band_set, is_retired, known_from, recorded_by, reason)
      VALUES (
        access.organization(), gen_random_uuid(), \(choice.instrument), \(choice.bandSet), \(choice.isRetired),
        \(now), access.staff_member(), \(reason))
      """
    try await write(
      [close, insert], as: caller, Action("instrument.choose", needs: .instrumentManage), once: once,
      for: choice)
  }
}
