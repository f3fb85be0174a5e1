/// A level of care as a clinician enters it: the code means something only together with its edition.
package struct LevelOfCare: Hashable, Sendable {
  package let edition: Edition
  /// The code within the edition: `3.7-WM`.
  package let code: String

  package init(edition: Edition, code: String) {
    self.edition = edition
    self.code = code
  }

  /// The edition of the criteria that the code belongs to.
  package enum Edition: Int16, CaseIterable, Hashable, Sendable, Codable {
    case third = 3
    case fourth = 4
  }
}

extension LevelOfCare: CustomStringConvertible {
  package var description: String {
    "\(code) (edition \(edition.rawValue))"
  }
}
