/// The sex of a person, with the codes of the TEDS record.
///
/// The codes 7 (unknown) and 8 (not collected) of that record are reasons why a value is missing.
package enum Sex: Int16, CaseIterable, Hashable, Sendable, Codable {
  case male = 1
  case female = 2
}

/// The race of a person, with the codes of a TEDS state submission.
package enum Race: Int16, CaseIterable, Hashable, Sendable, Codable {
  case alaskaNative = 1
  case americanIndian = 2
  /// An old code that did not tell the two apart.
  case asianOrPacificIslander = 3
  case black = 4
  case white = 5
  case asian = 13
  case otherSingle = 20
  case twoOrMore = 21
  case pacificIslander = 23
}

/// The Hispanic origin of a person, with the codes of a TEDS state submission.
package enum Ethnicity: Int16, CaseIterable, Hashable, Sendable, Codable {
  case puertoRican = 1
  case mexican, cuban, otherHispanic, notHispanic
  /// Hispanic, and not said which.
  case hispanicNotSpecified
}
