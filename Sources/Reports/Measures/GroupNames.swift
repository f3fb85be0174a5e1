import Clinic
import Foundation

/// What a group is called, in files and for people.
package struct GroupName: Hashable, Sendable, Codable {
  /// A word that stays the same: `intensive_outpatient`.
  package let key: String
  /// The same for people: `intensive outpatient`.
  package let label: String
}

/// Puts the codes of a grouping into words, in the order in which people expect them.
struct GroupNames {
  private let order: [(code: String, name: GroupName)]
  /// Whether the codes are years or months, which are their own names.
  private let isOfTime: Bool

  static let everyone = GroupName(key: "all", label: "all")
  static let missing = GroupName(key: "missing", label: "not recorded")

  init(_ grouping: Grouping?, places: Places) {
    order =
      switch grouping {
      case nil: []
      case .facility:
        places.all.map { ($0.id.description.lowercased(), GroupName(key: $0.slug, label: $0.name)) }
      case .stage: Stage.allCases.map { ($0.rawValue, GroupName(word: $0.rawValue)) }
      case .sex: Sex.words.map { ("\($0.meaning.rawValue)", GroupName(word: $0.word)) }
      case .service: ServiceSetting.allCases.map { ("\($0.rawValue)", GroupName(word: $0.word)) }
      case .serviceType: ServiceType.allCases.map { ("\($0.code)", GroupName(word: $0.rawValue)) }
      case .primarySubstance:
        Substance.allCases.map { ("\($0.rawValue)", GroupName(key: $0.word, label: $0.label)) }
      case .referralSource: ReferralSource.allCases.map { ("\($0.code)", GroupName(word: $0.rawValue)) }
      case .insurance: Insurance.allCases.map { ("\($0.code)", GroupName(word: $0.rawValue)) }
      case .paymentSource, .payer:
        PaymentSource.allCases.map { ("\($0.code)", GroupName(word: $0.rawValue)) }
      case .route: Route.words.map { ("\($0.meaning.rawValue)", GroupName(word: $0.word)) }
      case .age:
        ageBands.enumerated().map { ("\($0.offset)", GroupName(key: $0.element, label: $0.element)) }
      case .admissionYear, .admissionMonth: []
      }
    isOfTime = grouping == .admissionYear || grouping == .admissionMonth
  }

  /// The keys that there are, where they are not those of time.
  var keys: [String] { order.map(\.name.key) }

  /// The code behind a key; nil for a key that there is not.
  func code(of key: String) -> String? {
    isOfTime ? key : order.first { $0.name.key == key }?.code
  }

  /// What a code is called, and its place in the order; what is not recorded comes last.
  func name(of code: String?) -> (place: Int, name: GroupName) {
    if isOfTime {
      guard let code else { return (Int.max, Self.missing) }
      return (Int(code.replacing("-", with: "")) ?? 0, GroupName(key: code, label: code))
    }
    guard !order.isEmpty else { return (0, Self.everyone) }
    guard let index = order.firstIndex(where: { $0.code == code }) else { return (order.count, Self.missing) }
    return (index, order[index].name)
  }
}

extension GroupName {
  fileprivate init(word: String) {
    self.init(key: word, label: word.replacing("_", with: " "))
  }
}

extension ServiceType {
  /// The code that the statement gives it: that of one of its services, and 0 for methadone.
  fileprivate var code: Int {
    switch self {
    case .methadone: 0
    case .hospitalResidential: 3
    case .shortTermResidential: 4
    case .longTermResidential: 5
    case .intensiveOutpatient: 6
    case .outpatient: 7
    case .detoxification: 8
    }
  }
}

extension ServiceSetting {
  fileprivate var word: String {
    switch self {
    case .detoxHospital: "detox_hospital"
    case .detoxResidential: "detox_residential"
    case .residentialHospital: "residential_hospital"
    case .residentialShortTerm: "residential_short_term"
    case .residentialLongTerm: "residential_long_term"
    case .outpatientIntensive: "outpatient_intensive"
    case .outpatient: "outpatient"
    case .detoxOutpatient: "detox_outpatient"
    }
  }
}

/// The bands of the public-use files, from the youngest on; before the first of them nobody is counted there.
private let ageBands = [
  "0-11", "12-14", "15-17", "18-20", "21-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-64",
  "65+",
]
