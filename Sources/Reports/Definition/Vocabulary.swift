import Clinic

/// A set of words that a definition may use, and no others.
protocol Vocabulary: Hashable, Sendable {
  /// The words in the order in which they are listed to people.
  static var words: [(word: String, meaning: Self)] { get }
  /// Words of before, which are still read and are listed to nobody.
  static var formerWords: [(word: String, meaning: Self)] { get }
}

extension Vocabulary {
  static var formerWords: [(word: String, meaning: Self)] { [] }

  static func named(_ word: String) -> Self? {
    (words + formerWords).first { $0.word == word }?.meaning
  }

  /// The word for this in definitions and in output.
  var word: String { (Self.words + Self.formerWords).first { $0.meaning == self }?.word ?? "" }
}

extension Vocabulary where Self: RawRepresentable<String> & CaseIterable {
  static var words: [(word: String, meaning: Self)] { allCases.map { ($0.rawValue, $0) } }
}

/// What is counted.
package enum Population: String, CaseIterable, Hashable, Sendable, Codable {
  /// Time in one stage, service or facility. TEDS counts these: each change of service ends one.
  case stays
  /// Treatment from admission to discharge, over all its stages.
  case episodes
  /// People, each at the first episode that fulfils the conditions.
  case patients
  /// First calls and other enquiries, whether or not treatment came of them.
  case enquiries
}

/// What tells one group from another.
package enum Grouping: String, CaseIterable, Hashable, Sendable, Codable {
  case facility, sex, age, service, stage, route, insurance
  case paymentSource = "payment_source"
  case primarySubstance = "primary_substance"
  /// The seven kinds of SAMHSA's tables; methadone is outpatient service with medication.
  case serviceType = "service_type"
  case referralSource = "referral_source"
  case admissionYear = "admission_year"
  case admissionMonth = "admission_month"
  /// The word of before for ``paymentSource``.
  ///
  /// A kept report with it says so in its words, and is made again to the byte.
  case payer

  /// What it is called now.
  package var present: Grouping { self == .payer ? .paymentSource : self }

  /// What can tell groups of this population apart.
  package func fits(_ population: Population) -> Bool {
    population != .enquiries || [.facility, .admissionYear, .admissionMonth].contains(self)
  }
}

/// Who sent the person, in the order of the codes 1 to 7 of a TEDS state submission.
package enum ReferralSource: String, CodedInOrder {
  case own = "self"
  case substanceUseProvider = "substance_use_provider"
  case healthProvider = "health_provider"
  case school, employer, community, court
}

/// How the person is insured.
package enum Insurance: String, CaseIterable, Hashable, Sendable, Codable {
  case personal = "private"
  case blueCross = "blue_cross"
  case medicare, medicaid, hmo, other, none

  /// As the TEDS state submission has it.
  var code: Int16 {
    switch self {
    case .personal: 1
    case .blueCross: 2
    case .medicare: 3
    case .medicaid: 4
    case .hmo: 6
    case .other: 20
    case .none: 21
    }
  }
}

/// The seven kinds of service in SAMHSA's tables, in their order.
package enum ServiceType: String, CaseIterable, Hashable, Sendable, Codable {
  case outpatient
  case intensiveOutpatient = "intensive_outpatient"
  case shortTermResidential = "short_term_residential"
  case longTermResidential = "long_term_residential"
  case hospitalResidential = "hospital_residential"
  case detoxification, methadone
}

extension Population: Vocabulary {}
extension Stage: Vocabulary {}
extension ReferralSource: Vocabulary {}
extension Insurance: Vocabulary {}
extension PaymentSource: Vocabulary {}

extension Grouping: Vocabulary {
  static var words: [(word: String, meaning: Grouping)] {
    allCases.filter { $0 == $0.present }.map { ($0.rawValue, $0) }
  }

  static var formerWords: [(word: String, meaning: Grouping)] {
    allCases.filter { $0 != $0.present }.map { ($0.rawValue, $0) }
  }
}

extension Route: Vocabulary {
  static var words: [(word: String, meaning: Route)] {
    [
      ("oral", .oral), ("smoking", .smoking), ("nasal", .nasal), ("injection", .injection), ("other", .other),
    ]
  }
}

extension Sex: Vocabulary {
  static var words: [(word: String, meaning: Sex)] { [("male", .male), ("female", .female)] }
}

extension DischargeReason: Vocabulary {
  static var words: [(word: String, meaning: DischargeReason)] {
    [
      ("completed", .completed), ("left_against_advice", .leftAgainstAdvice),
      ("terminated", .terminatedByFacility), ("transferred", .transferred), ("incarcerated", .incarcerated),
      ("died", .died), ("other", .other), ("unknown", .unknown),
      ("transferred_not_reported", .transferredNotReported),
    ]
  }
}

extension Substance: Vocabulary {
  static var words: [(word: String, meaning: Substance)] {
    allCases.map { (slug($0.label), $0) }
  }

  private static func slug(_ label: String) -> String {
    label.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
  }
}
