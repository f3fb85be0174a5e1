/// How an instrument was administered; what nobody said is nil.
package struct Administration: Hashable, Sendable {
  package let manner: Manner?
  /// Who asked or observed.
  package let by: Staff.ID?

  /// Nothing was said about it.
  package static let notSaid = Administration(manner: nil, by: nil)

  private init(manner: Manner?, by: Staff.ID?) {
    self.manner = manner
    self.by = by
  }

  /// Refuses a member of staff who administered what somebody filled in alone.
  package init(_ manner: Manner?, by: Staff.ID?) throws(InvalidValue) {
    if by != nil, manner == .`self` {
      throw InvalidValue(
        "administered-alone", field: "administered_by",
        problem: "names somebody for what was filled in alone",
        remedy: "Leave it out, or say that it was an interview or observed.")
    }
    self.init(manner: manner, by: by)
  }

  package enum Manner: String, CaseIterable, Hashable, Sendable, Codable {
    /// The person filled it in.
    case `self`
    /// Somebody asked the questions.
    case interview
    /// Somebody looked and rated.
    case observed
  }
}
