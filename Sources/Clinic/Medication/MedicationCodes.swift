/// What an amount is counted in.
package enum DoseUnit: String, CaseIterable, Hashable, Sendable, Codable {
  case mg, mcg, g
  case millilitre = "mL"
  case unit, tablet, capsule, drop, puff, patch
}

/// How a medicine is given.
package enum MedicationRoute: String, CaseIterable, Hashable, Sendable, Codable {
  case oral, sublingual, buccal, nasal, inhaled, intramuscular, intravenous, subcutaneous, transdermal,
    topical,
    rectal
}

/// Why a dose was held, or what the person said who refused it.
package enum DoseCause: String, CaseIterable, Hashable, Sendable, Codable {
  case sedated
  case vitalSigns = "vital_signs"
  case vomiting, asleep
  case onLeave = "on_leave"
  case notAvailable = "not_available"
  case prescriberAdvice = "prescriber_advice"
  case sideEffects = "side_effects"
  case notWanted = "not_wanted"
  case notNeeded = "not_needed"
  case noReasonGiven = "no_reason_given"
  case other
}
