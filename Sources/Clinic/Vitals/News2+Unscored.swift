import Foundation

extension News2 {
  /// For whom the score is not made: its points were set for adults who are not pregnant.
  package enum Unscored: String, CaseIterable, Hashable, Sendable, Codable {
    case under16 = "under_16"
    case pregnant

    /// Why there is no number, in a sentence.
    package var words: String {
      switch self {
      case .under16:
        "NEWS2 is not for somebody under 16 (Royal College of Physicians, 2017): judge by a score for children."
      case .pregnant:
        "NEWS2 is not for pregnancy, which changes pulse, breathing and pressure (Royal College of Physicians, 2017)."
      }
    }
  }

  /// The time in which somebody is taken to be pregnant who was at `told`: from the admission on, 42 weeks at most.
  package static func pregnancy(toldAt told: Date, _ admittedAt: Date) -> Range<Date> {
    min(told, admittedAt).addingTimeInterval(-86_400)..<told.addingTimeInterval(42 * 7 * 86_400)
  }
}
