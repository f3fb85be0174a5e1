import Clinic

extension TEDSSubmissionRecord {
  /// What an element holds in words: `2004 ketamine`, `not collected`; nil where it could not be read.
  package func words(_ element: TEDSElement) throws -> String? {
    guard let field = layout.field(of: element), let value = self[element] else { return nil }
    switch value {
    case .text(let text): return text
    case .day(let day): return day.description
    case .code(.notApplicable): return "not applicable"
    case .code(.unknown): return "unknown"
    case .code(.notCollected): return "not collected"
    case .code(let code):
      let digits = TEDSField.digits(Int(code.rawValue), field.width)
      guard case .code(let set, _) = field.form else { return String(code.rawValue) }
      let label = try TEDSCodeBook(year: .max).label(of: code.rawValue, in: set)
      return label.map { "\(digits) \($0)" } ?? digits
    }
  }
}
