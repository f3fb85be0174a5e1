import Clinic
import Foundation
import Postgres

/// Queries about what patients asked not to be disclosed.
package enum RestrictionRequests {
  /// The requests of a patient, the latest first.
  package static func of(_ patient: Patient.ID) -> Query<[RestrictionRequest]> {
    .all(
      """
      SELECT id, patient_id, at, categories, recipient, is_agreed, answer
      FROM clinic.restriction_request
      WHERE organization_id = (SELECT access.organization()) AND patient_id = \(patient)
      ORDER BY at DESC, id DESC
      """
    ) { row in
      let categories: [RecordCategory] = try row["categories"]
      return RestrictionRequest(
        id: try row["id"], patientID: try row["patient_id"], at: try row["at"],
        categories: Set(categories), recipient: try row["recipient"], isAgreed: try row["is_agreed"],
        answer: try row["answer"])
    }
  }

  /// Whether something that was agreed forbids a release; an emergency and a court's order go before it.
  static func forbid(_ release: Release) -> Query<Bool> {
    let isBound =
      switch release.basis {
      case .emergency, .courtOrder, .patientRequest: false
      case .consent, .research, .audit: true
      }
    return .one(
      """
      SELECT \(isBound)::boolean AND EXISTS (
        SELECT FROM clinic.restriction_request
        WHERE organization_id = (SELECT access.organization()) AND patient_id = \(release.patientID) AND is_agreed
          AND categories && \(release.categories.map(\.rawValue))::text[]
          AND (recipient IS NULL OR lower(recipient) = lower(\(release.recipient)::text)))
      """
    ) { try $0[0] }
  }
}

extension Records {
  /// Writes down what a patient asked for, and what the clinic answered.
  package func record(
    _ request: RestrictionRequest, as caller: Caller, once: Once<RestrictionRequest>? = nil
  ) async throws {
    let insert: SQL = """
      INSERT INTO clinic.restriction_request (
        organization_id, id, patient_id, at, categories, recipient, is_agreed, answer, recorded_by)
      VALUES (
        access.organization(), \(request.id), \(request.patientID), \(request.at),
        \(request.categories.map(\.rawValue).sorted())::text[], \(request.recipient), \(request.isAgreed),
        \(request.answer), access.staff_member())
      """
    try await write(
      [Patients.mustExist(request.patientID), insert], as: caller,
      Action(
        "restriction.record", needs: .consentRecord, patients: [request.patientID],
        subject: request.id.rawValue), once: once, for: request)
  }
}
