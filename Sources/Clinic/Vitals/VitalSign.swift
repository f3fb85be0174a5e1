import Foundation

/// What is measured, seen or asked at the bedside.
package enum VitalSign: String, CaseIterable, Hashable, Sendable, Codable {
  /// In degrees Celsius, to the tenth.
  case temperature
  /// Beats a minute.
  case pulse
  /// Breaths a minute.
  case respirations
  /// In per cent, by a pulse oximeter.
  case oxygenSaturation = "oxygen_saturation"
  /// Whether the person breathes air or is given oxygen.
  case breathing
  /// In mmHg.
  case systolic
  /// In mmHg.
  case diastolic
  /// Alert, newly confused, responsive to voice or to pain only, or unresponsive.
  case consciousness
  /// From 0, none, to 10.
  case pain
  /// From 0, none, to 10.
  case craving
  /// From 0, the worst, to 10, the best.
  case mood
  /// Hours of sleep in the last night, to the tenth.
  case sleepHours = "sleep_hours"
  /// How often the person passed water in the last 24 hours.
  case urinations
  /// From 0, none, to 10.
  case bladderPain = "bladder_pain"
  /// Blood in the urine: none, suspected or visible.
  case urineBlood = "urine_blood"

  /// As people say it.
  package var words: String {
    switch self {
    case .temperature: "temperature"
    case .pulse: "pulse"
    case .respirations: "respirations"
    case .oxygenSaturation: "oxygen saturation"
    case .breathing: "breathing"
    case .systolic: "systolic pressure"
    case .diastolic: "diastolic pressure"
    case .consciousness: "consciousness"
    case .pain: "pain"
    case .craving: "craving"
    case .mood: "mood"
    case .sleepHours: "sleep"
    case .urinations: "urinations"
    case .bladderPain: "bladder pain"
    case .urineBlood: "blood in the urine"
    }
  }

  /// What it is counted in; nil where it is counted in nothing.
  package var unit: String? {
    switch self {
    case .temperature: "°C"
    case .pulse, .respirations: "/min"
    case .oxygenSaturation: "%"
    case .systolic, .diastolic: "mmHg"
    case .sleepHours: "h"
    case .urinations: "/24 h"
    case .breathing, .consciousness, .pain, .craving, .mood, .bladderPain, .urineBlood: nil
    }
  }
}

extension VitalSign {
  /// What a value can be.
  package enum Form: Hashable, Sendable {
    /// A number: one outside of `possible` is no measurement, one outside of `likely` is asked about.
    case number(possible: ClosedRange<Decimal>, likely: ClosedRange<Decimal>, decimals: Int)
    /// One of these words.
    case word([String])
  }

  package var form: Form {
    switch self {
    case .temperature: .number(possible: 25...45, likely: 34...41, decimals: 1)
    case .pulse: .number(possible: 0...300, likely: 40...160, decimals: 0)
    case .respirations: .number(possible: 0...80, likely: 8...40, decimals: 0)
    case .oxygenSaturation: .number(possible: 30...100, likely: 80...100, decimals: 0)
    case .systolic: .number(possible: 30...300, likely: 70...220, decimals: 0)
    case .diastolic: .number(possible: 10...200, likely: 35...130, decimals: 0)
    case .pain, .craving, .mood, .bladderPain: .number(possible: 0...10, likely: 0...10, decimals: 0)
    case .sleepHours: .number(possible: 0...24, likely: 0...16, decimals: 1)
    case .urinations: .number(possible: 0...200, likely: 1...40, decimals: 0)
    case .breathing: .word(["air", "oxygen"])
    case .consciousness: .word(["alert", "confusion", "voice", "pain", "unresponsive"])
    case .urineBlood: .word(["none", "suspected", "visible"])
    }
  }

  /// The signs that NEWS2 needs, each of them.
  package static let ofNews2: Set<VitalSign> = [
    .respirations, .oxygenSaturation, .breathing, .systolic, .pulse, .consciousness, .temperature,
  ]
}
