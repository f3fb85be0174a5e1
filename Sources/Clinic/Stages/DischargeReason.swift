/// Why a stay or an episode ended, with the codes of the TEDS discharge record.
package enum DischargeReason: Int16, CaseIterable, Hashable, Sendable, Codable {
  case completed = 1
  /// Left against advice, or stopped coming.
  case leftAgainstAdvice = 2
  case terminatedByFacility = 3
  /// Moved on to another programme that reports; also a detox completed by moving on to the next stage.
  case transferred = 4
  case incarcerated = 5
  case died = 6
  case other = 7
  case unknown = 8
  /// Moved on to another programme, and did not report there.
  case transferredNotReported = 14

  /// The two digits of the TEDS record: `04`.
  package var tedsCode: String {
    rawValue < 10 ? "0\(rawValue)" : "\(rawValue)"
  }

  /// Reads the two digits of the TEDS record.
  package init?(tedsCode: String) {
    guard let reason = Self.allCases.first(where: { $0.tedsCode == tedsCode }) else { return nil }
    self = reason
  }

  /// A short label for lists and reports.
  package var label: String {
    switch self {
    case .completed: "completed"
    case .leftAgainstAdvice: "left against advice"
    case .terminatedByFacility: "ended by the facility"
    case .transferred: "transferred"
    case .incarcerated: "incarcerated"
    case .died: "died"
    case .other: "other"
    case .unknown: "unknown"
    case .transferredNotReported: "transferred, not reported there"
    }
  }
}
