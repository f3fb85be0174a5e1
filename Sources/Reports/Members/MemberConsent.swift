import Clinic
import Foundation
import Postgres
import Records

/// What lets a list of people leave the clinic: of each a consent in force now, of the kind that the purpose takes, which covers
/// who they are and that they are treated; and no restriction of that which the clinic has agreed to.
///
/// To whom the list goes is not known here: of each recipient the consent has to be read, as `disclosure make` does.
struct MemberConsent: Sendable {
  private static let categories = [RecordCategory.demographics, .treatment].map(\.rawValue)

  private let kind: Consent.Kind
  private let moment: Moment

  /// Nil where the list stays in the clinic, which takes no consent.
  init?(for purpose: Caller.Purpose, at now: Date) {
    switch purpose {
    case .treatment, .operations: return nil
    case .payment: kind = .tpo
    case .research: kind = .research
    }
    moment = Moment(asOf: nil, knownAt: nil, now: now)
  }

  /// Whether it lets a person be told of.
  func covers(_ patient: SQL) -> SQL {
    let organization: SQL = "(SELECT access.organization())"
    return """
      \(moment.consented(to: Self.categories, kind: kind, organization: organization, patient: patient))
      AND NOT EXISTS (
        SELECT FROM clinic.restriction_request AS restriction
        WHERE restriction.organization_id = \(organization) AND restriction.patient_id = \(patient)
          AND restriction.is_agreed AND restriction.categories && \(Self.categories)::text[])
      """
  }
}
