import Foundation

extension Consent {
  /// One of the things without which a consent is none (42 CFR 2.31(a)); who the patient is, is never missing.
  package enum Element: String, CaseIterable, Sendable, Codable {
    case discloser, categories, recipients, purpose
    case rightToRevoke = "right_to_revoke"
    case expiry, signature
    case signedAt = "signed_at"
    /// What a consent for treatment, payment and operations has to say besides.
    case statements
  }

  package enum State: Hashable, Sendable {
    case active
    case expired(at: Date)
    case revoked(at: Date)
    case deficient([Element])

    /// The word for it, the same everywhere.
    package var name: String {
      switch self {
      case .active: "active"
      case .expired: "expired"
      case .revoked: "revoked"
      case .deficient: "deficient"
      }
    }
  }

  /// Whether it holds at an instant; `revokedAt` is when it was revoked, if it was.
  ///
  /// It holds to the instant before it expires.
  package func state(at instant: Date, revokedAt: Date?) -> State {
    if let revokedAt { return .revoked(at: revokedAt) }
    let missing = missingElements(at: instant)
    if !missing.isEmpty { return .deficient(missing) }
    if case .at(let end) = expiry, instant >= end { return .expired(at: end) }
    return .active
  }

  /// What is missing, in the order of the rule.
  private func missingElements(at instant: Date) -> [Element] {
    Element.allCases.filter { element in
      switch element {
      case .discloser: discloser == nil
      case .categories: categories.isEmpty
      case .recipients: !namesRecipients
      case .purpose: purpose == nil
      case .rightToRevoke: rightToRevoke == nil
      case .expiry: !saysWhenItEnds
      case .signature: signer == nil || signerRole == nil
      case .signedAt: signedAt.map { $0 > instant } ?? true
      case .statements: kind == .tpo && !(tellsOfRedisclosure && tellsOfRefusal)
      }
    }
  }

  /// An intermediary is named together with those whom it serves.
  private var namesRecipients: Bool {
    guard kind == .intermediary else { return !recipients.isEmpty }
    return recipients.contains { $0.kind == .intermediary }
      && recipients.contains { $0.kind != .intermediary }
  }

  /// Only a consent for treatment, payment and operations, or for research, may have no end.
  private var saysWhenItEnds: Bool {
    switch expiry {
    case nil: false
    case .never: kind == .tpo || kind == .research
    case .at, .upon: true
    }
  }
}
