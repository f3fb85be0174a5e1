/// The coarse class of a substance, with the codes of a TEDS state submission.
///
/// Ketamine is `other` (20) here, not `pcp` and not `hallucinogens`; only its detailed drug shows it.
package enum Substance: Int16, CaseIterable, Hashable, Sendable, Codable {
  /// No substance; a real answer.
  case none = 1
  case alcohol, cocaine, cannabis, heroin
  case methadone, otherOpioids
  case pcp, hallucinogens
  case methamphetamine, amphetamines, otherStimulants
  case benzodiazepines, tranquillisers, barbiturates, sedatives
  case inhalants, overTheCounter
  case other = 20

  /// The two digits of the TEDS record: `02`.
  package var tedsCode: String { rawValue < 10 ? "0\(rawValue)" : "\(rawValue)" }

  /// A short label for lists and reports.
  package var label: String {
    switch self {
    case .none: "none"
    case .alcohol: "alcohol"
    case .cocaine: "cocaine"
    case .cannabis: "cannabis"
    case .heroin: "heroin"
    case .methadone: "methadone without prescription"
    case .otherOpioids: "other opioids"
    case .pcp: "PCP"
    case .hallucinogens: "other hallucinogens"
    case .methamphetamine: "methamphetamine"
    case .amphetamines: "other amphetamines"
    case .otherStimulants: "other stimulants"
    case .benzodiazepines: "benzodiazepines"
    case .tranquillisers: "other tranquillisers"
    case .barbiturates: "barbiturates"
    case .sedatives: "other sedatives"
    case .inhalants: "inhalants"
    case .overTheCounter: "over-the-counter drugs"
    case .other: "other"
    }
  }
}

/// How a substance is usually taken, with the codes of a TEDS state submission.
package enum Route: Int16, CaseIterable, Hashable, Sendable, Codable {
  case oral = 1
  case smoking
  /// Through the nose; also called inhalation.
  case nasal
  /// Into a vein or a muscle.
  case injection
  case other = 20
}

/// How often a substance was taken in the past month, with the codes of a TEDS state submission.
package enum UseFrequency: Int16, CaseIterable, Hashable, Sendable, Codable {
  case notInPastMonth = 1
  case oneToThreeTimesAMonth
  case onceOrTwiceAWeek
  case threeToSixTimesAWeek
  case daily
}

/// What a substance looks like when it is taken.
package enum DrugForm: String, CaseIterable, Hashable, Sendable, Codable {
  case liquid, powder, tablet, capsule, crystal, plant, gas, patch, other
}

/// Where the use began.
package enum UseOrigin: String, CaseIterable, Hashable, Sendable, Codable {
  case medical, recreational, both
}
