/// What can be wrong with a record of treatment episodes; the raw value is the `kind` in the error report.
package enum TEDSFault: String, CaseIterable, Sendable, Hashable {
  // The record as such.
  case raggedRow = "ragged row"
  case nul = "NUL byte"
  case invalidUTF8 = "invalid UTF-8"
  case strayQuote = "stray quote"
  case strayReturn = "stray carriage return"
  // One field.
  case missing
  case tooLong = "too long"
  case invalidIdentifier = "invalid identifier"
  case unknownCode = "unknown code"
  case impossibleDate = "impossible date"
  case tooEarly = "too early"
  // Fields that do not go together.
  case dischargeBeforeAdmission = "discharge before admission"
  case contactBeforeAdmission = "last contact before admission"
  case contactAfterDischarge = "last contact after discharge"
  case bornInTheFuture = "born in the future"
  case impossibleAge = "impossible age"
  case dischargeWithoutReason = "discharge without reason"
  case reasonWithoutDischarge = "reason without discharge"
  case collateralOnly = "collateral only"
  case collateralClient = "collateral client"
  case detailWithoutSubstance = "detail without substance"
  case firstUseAfterAdmission = "first use after admission age"
  case drugNotOfClass = "drug not of this class"
  case substanceTwice = "substance named twice"
  case substanceGap = "tertiary without secondary"
  case pregnantMale = "pregnant and male"
  case medicationWithoutOpioid = "medication without opioid"
  // Records that do not go together.
  case duplicate
  case changed = "changed since import"
  case transferWithoutAdmission = "transfer without admission"
  case transferAfterEnd = "transfer after the end"
  case differsFromAdmission = "differs from admission"
  case overlap = "overlaps another stay"
  case illegalMove = "move not allowed"
  case facilityNotPermitted = "facility not permitted"
}
