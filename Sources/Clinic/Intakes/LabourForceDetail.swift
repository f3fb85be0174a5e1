/// Why somebody is not in the labour force, in the order of the codes 1 to 6 of a TEDS state submission.
package enum LabourForceDetail: String, CodedInOrder {
  case homemaker, student, retired, disabled
  /// Of an institution that keeps people from working.
  case inmate
  case other
}
