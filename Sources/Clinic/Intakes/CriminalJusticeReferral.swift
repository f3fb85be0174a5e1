/// Which part of criminal justice referred somebody, in the order of the codes 1 to 8 of a TEDS state submission.
package enum CriminalJusticeReferral: String, CodedInOrder {
  case court = "state_or_federal_court"
  case otherCourt = "other_court"
  case probationOrParole = "probation_or_parole"
  case otherLegalEntity = "other_legal_entity"
  case diversion, prison
  /// Driving under the influence, or while intoxicated.
  case impairedDriving = "dui_or_dwi"
  case other
}
