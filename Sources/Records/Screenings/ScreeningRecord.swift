import Clinic
import Foundation
import Postgres

/// A screening as it is known, with the score that the version of its instrument derived.
package struct ScreeningRecord: Sendable, Hashable {
  /// Under the identifier that the screening keeps through corrections.
  package let screening: Screening
  /// Nil when required answers are missing, and where the instrument has no total.
  package let total: Int16?
  /// What the given answers add up to while some are missing.
  package let atLeast: Int16?
  package let itemsAnswered: Int16
  package let itemsRequired: Int16
  package let band: String?
  /// Which of several published sets the band is of.
  package let bandSet: String?
  package let flags: [String]
  package let state: State
  package let known: Known

  package enum State: String, CaseIterable, Hashable, Sendable, Codable {
    case recorded
    case enteredInError = "entered_in_error"
  }

  /// Why a screening was written down once more.
  package enum Cause: String, CaseIterable, Hashable, Sendable, Codable {
    case correction, rescoring
    case enteredInError = "entered_in_error"
  }

  /// Since when it is known like this, and why.
  package struct Known: Sendable, Hashable {
    /// The row of the database.
    let row: UUID
    /// The row that the answers hang on.
    let sheet: UUID
    package let from: Date
    /// Nil while it is known like this.
    package let to: Date?
    package let cause: Cause?
    package let reason: String?
  }
}

extension ScreeningRecord.State: PostgresEncodable, PostgresDecodable {}
extension ScreeningRecord.Cause: PostgresEncodable, PostgresDecodable {}
extension Administration.Manner: PostgresEncodable, PostgresDecodable {}

extension ScreeningRecord {
  init(row: Row) throws {
    let items: [Int16] = try row["items"] ?? []
    let given: [Int16?] = try row["given"] ?? []
    let missing: [MissingReason?] = try row["missing"] ?? []
    var answers: Screening.Answers = [:]
    for (item, (value, reason)) in zip(items, zip(given, missing)) {
      answers[item] = try Recorded(value, missing: reason)
    }
    self.init(
      screening: Screening(
        id: try row["known_as"], patientID: try row["patient_id"], episodeID: try row["episode_id"],
        instrument: Instrument.Reference(slug: try row["instrument"], version: try row["instrument_version"]),
        substance: try row["substance"], at: try row["at"],
        administration: try Administration(row["manner"], by: row["administered_by"]),
        recordedBy: try row["recorded_by"], answers: answers),
      total: try row["total"], atLeast: try row["at_least"], itemsAnswered: try row["items_answered"],
      itemsRequired: try row["items_required"], band: try row["band"], bandSet: try row["band_set"],
      flags: try row["flags"], state: try row["state"],
      known: Known(
        row: try row["id"], sheet: try row["sheet_id"], from: try row["known_from"],
        to: try row["known_until"], cause: try row["cause"],
        reason: try row["reason"]))
  }
}
