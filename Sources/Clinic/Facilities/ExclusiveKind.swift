/// For whom a unit is kept, in the terms of the national survey of treatment facilities.
package enum ExclusiveKind: String, CaseIterable, Hashable, Sendable, Codable {
  case women, men
  /// From the eighteenth birthday.
  case adults
  /// Before the eighteenth birthday.
  case adolescents

  /// Whether somebody is one of them; nil when what decides it is not known.
  package func admits(sex: Sex?, age: Int?) -> Bool? {
    switch self {
    case .women: sex.map { $0 == .female }
    case .men: sex.map { $0 == .male }
    case .adults: age.map { $0 >= 18 }
    case .adolescents: age.map { $0 < 18 }
    }
  }
}
