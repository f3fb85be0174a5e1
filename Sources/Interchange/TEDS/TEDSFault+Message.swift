extension TEDSFault {
  /// One sentence that says what is wrong and what to do; it repeats nothing of the record.
  package var message: String {
    switch self {
    case .raggedRow: "The line has another number of fields than the header; check its commas and quotes."
    case .nul: "The field holds a NUL byte; export the file again as text."
    case .invalidUTF8: "The field is not UTF-8; export the file again as UTF-8."
    case .strayQuote: "A quote stands inside a field; quote the whole field and double the quote."
    case .strayReturn: "A carriage return stands inside a line; end lines with LF or CRLF."
    case .missing: "The field is empty and may not be; give the value, or the code for unknown."
    case .tooLong: "The field has more than 15 characters; give the identifier as it was submitted."
    case .invalidIdentifier:
      "The identifier holds other characters than letters, digits and inner hyphens; correct it."
    case .unknownCode: "The field does not know this code; use a code of the TEDS state submission."
    case .impossibleDate: "This is not a day of the calendar; write a day that exists as year-month-day."
    case .tooEarly: "The day is before 1920; check the year."
    case .dischargeBeforeAdmission: "The discharge is before the admission; check both dates."
    case .contactBeforeAdmission: "The last contact is before the admission; check both dates."
    case .contactAfterDischarge: "The last contact is after the discharge; check both dates."
    case .bornInTheFuture: "The birth is after the admission; check the year."
    case .impossibleAge: "The person would be older than 150 years at admission; check the year."
    case .dischargeWithoutReason: "There is a discharge date and no reason; give the reason, 08 if unknown."
    case .reasonWithoutDischarge:
      "There is a reason and no discharge date; give the date or remove the reason."
    case .collateralOnly: "Service 96 is for collateral clients only; give the service that the person had."
    case .collateralClient:
      "Collateral clients are not in treatment themselves and are not imported; remove the line."
    case .detailWithoutSubstance: "There is no substance to which this belongs; name it, or give 96 here."
    case .firstUseAfterAdmission:
      "The age at first use is above the age at admission; check it and the birth date."
    case .drugNotOfClass:
      "The detailed drug is not of the substance's class; its first two digits name the class."
    case .substanceTwice:
      "The same substance is named before; name each once, or tell them apart by detailed drug."
    case .substanceGap: "There is a tertiary substance and no secondary one; move it up."
    case .pregnantMale: "The record says male and pregnant; correct one of the two."
    case .medicationWithoutOpioid:
      "Medication for opioid use is given and no opioid is named; correct one of the two."
    case .duplicate: "An earlier line of the file is about the same admission; remove one of the two."
    case .changed: "The record differs from what was imported before; correct the episode itself instead."
    case .transferWithoutAdmission:
      "No admission of this client comes before the transfer in the file; add it, or send A."
    case .transferAfterEnd:
      "The record before ended other than by transfer (04, 14) or completion; send A instead of T."
    case .differsFromAdmission: "The person differs from the client's earlier record; make the two agree."
    case .overlap:
      "The person was already in treatment then, or an earlier line of the chain was refused; check the dates."
    case .illegalMove: "The clinic's stage rules do not allow this move; correct the line or the rules."
    case .facilityNotPermitted: "You may not add to this facility; ask somebody whose role covers it."
    }
  }

  init(_ defect: CSVDefect) {
    self =
      switch defect {
      case .nul: .nul
      case .invalidUTF8: .invalidUTF8
      case .strayQuote: .strayQuote
      case .strayReturn: .strayReturn
      }
  }
}
