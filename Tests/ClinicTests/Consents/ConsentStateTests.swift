import Clinic
import Foundation
import Testing

@Suite struct ConsentStateTests {
  private let noon = Date(timeIntervalSince1970: 1_781_524_800)

  private func consent() throws -> Consent {
    var random = SystemRandomNumberGenerator()
    return try Consent(
      id: Consent.ID(at: noon, random: &random), patientID: Patient.ID(at: noon, random: &random), kind: .tpo,
      discloser: Line("Zz Clinic"), categories: [.treatment],
      recipients: [Consent.Recipient(kind: .entity, name: Line("Zz Hospital"))], purpose: Line("treatment"),
      rightToRevoke: Note("In writing, at any time."), expiry: .at(noon.addingTimeInterval(60)),
      signer: Line("Testa"), signerRole: .patient, signedAt: noon.addingTimeInterval(-60),
      tellsOfRedisclosure: true, tellsOfRefusal: true)
  }

  @Test func `a consent holds to the instant before it expires`() throws {
    let consent = try consent()
    let end = noon.addingTimeInterval(60)

    #expect(consent.state(at: end.addingTimeInterval(-0.001), revokedAt: nil) == .active)
    #expect(consent.state(at: end, revokedAt: nil) == .expired(at: end))
    #expect(consent.state(at: noon, revokedAt: noon) == .revoked(at: noon))
  }

  @Test(arguments: Consent.Element.allCases)
  func `whatever is missing is named`(element: Consent.Element) throws {
    var consent = try consent()
    switch element {
    case .discloser: consent.discloser = nil
    case .categories: consent.categories = []
    case .recipients: consent.recipients = []
    case .purpose: consent.purpose = nil
    case .rightToRevoke: consent.rightToRevoke = nil
    case .expiry: consent.expiry = nil
    case .signature: consent.signer = nil
    case .signedAt: consent.signedAt = nil
    case .statements: consent.tellsOfRefusal = false
    }

    #expect(consent.state(at: noon, revokedAt: nil) == .deficient([element]))
  }
}
