import Clinic
import Crypto
import Foundation
import Postgres

/// What a disclosure gives out: of each category that was asked for, and nothing of the others.
package struct ReleasedRecords: Sendable {
  package let id: Disclosure.ID
  package let release: Release
  package let at: Date
  package let notice: DisclosureNotice
  /// Under which it goes out, if it is one.
  package let consent: Consent?
  package let patient: PatientRecord?
  package let contacts: [PatientDetail]?
  package let intake: Intake?
  package let substances: [SubstanceUse]?
  package let episodes: [EpisodeRecord]?
  package let screenings: [ScreeningRecord]?
  package let medication: ReleasedMedication?
  package let notes: [CounsellingNote]?
}

extension Records {
  /// Gives out records: checks what allows it, makes the document, and writes the ledger and the trail, in one transaction.
  ///
  /// The document is returned only once all of that is committed, and a consent that is revoked meanwhile is either
  /// revoked before the check or after the commit. Throws `DisclosureRefused`, of which the trail has a denial.
  package func disclose(
    _ release: Release, id: Disclosure.ID, as caller: Caller,
    document: @escaping @Sendable (ReleasedRecords) throws -> [UInt8]
  ) async throws -> [UInt8] {
    let action = Action(.disclosureMake, patients: [release.patientID], subject: id.rawValue)
    let now = clock()
    return try await attempting(action, as: caller, at: now) {
      try await database.transaction(on: .interactive) { transaction in
        _ = try await transaction.run(.execute(caller.begin(action, at: now)))
        let consent = try await consent(for: release, in: transaction)
        let (found, isRestricted) = try await transaction.run(
          Patients.find(release.patientID), RestrictionRequests.forbid(release))
        guard let patient = found else { throw NotFound("patient", field: "patient_id") }
        if isRestricted { throw DisclosureRefused.restricted }
        let records = try await read(release, id, patient, consent, in: transaction)
        let bytes = try document(records)
        let me = try await transaction.run(StaffMembers.me)
        let disclosure = Disclosure(
          id: id, patientID: release.patientID, recipient: release.recipient, purpose: release.purpose,
          categories: release.categories, basis: release.basis, notice: records.notice.version,
          digest: Array(SHA256.hash(data: bytes)), at: records.at, by: me.id)
        _ = try await transaction.run(.execute(Disclosures.insert(disclosure)))
        _ = try await transaction.run(
          .execute(AuditTrail.record(action, by: caller, at: now, consent: "\(consent?.id)::uuid")))
        return bytes
      }
    }
  }

  /// The consent that allows the release, held so that it cannot be revoked before all is written.
  private func consent(
    for release: Release, in transaction: borrowing Transaction
  ) async throws -> Consent? {
    guard case .consent(let id) = release.basis else {
      if release.categories.contains(.counsellingNotes) { throw DisclosureRefused.notesNeedConsent }
      return nil
    }
    _ = try await transaction.run(.execute(Consents.lock(id, alone: false)))
    let found = try await transaction.run(Consents.find(id))
    guard let record = found, record.consent.patientID == release.patientID else {
      throw NotFound("consent", field: "consent_id")
    }
    try release.check(record.consent, revokedAt: record.revokedAt, at: clock())
    return record.consent
  }

  private func read(
    _ release: Release, _ id: Disclosure.ID, _ patient: PatientRecord, _ consent: Consent?,
    in transaction: borrowing Transaction
  ) async throws -> ReleasedRecords {
    let person = release.patientID
    let (details, intake, substances, episodes, screenings, notes) = try await transaction.run(
      Patients.details(of: person), Intakes.latest(of: person), Intakes.substances(of: person),
      Episodes.of(person, at: clock()), Screenings.of(person), CounsellingNotes.of(person))
    func asked<Value>(_ category: RecordCategory, _ value: Value?) -> Value? {
      release.categories.contains(category) ? value : nil
    }
    return ReleasedRecords(
      id: id, release: release, at: clock(), notice: try DisclosureNotice.shipped(), consent: consent,
      patient: asked(.demographics, patient), contacts: asked(.contacts, details),
      intake: asked(.intake, intake), substances: asked(.substanceUse, substances),
      episodes: asked(.treatment, episodes), screenings: asked(.screenings, screenings),
      medication: try await medication(for: release, in: transaction),
      notes: asked(.counsellingNotes, notes))
  }
}
