/// What a person must not have.
package struct Allergy: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Allergy>

  package let id: ID
  package let substance: Line
  package let code: DrugCode?
  package let reaction: Line?

  package init(id: ID, substance: Line, code: DrugCode? = nil, reaction: Line? = nil) {
    self.id = id
    self.substance = substance
    self.code = code
    self.reaction = reaction
  }
}

/// What is known of the allergies of a person; that there are none is not the same as that nobody knows or asked.
package enum Allergies: Hashable, Sendable {
  /// Nobody asked.
  case notAsked
  /// Somebody asked, and nobody knows.
  case unknown
  case noneKnown
  case known([Allergy])

  package var all: [Allergy] {
    if case .known(let all) = self { all } else { [] }
  }

  package var standing: Standing {
    switch self {
    case .notAsked: .notAsked
    case .unknown: .unknown
    case .noneKnown: .noneKnown
    case .known: .known
    }
  }

  package enum Standing: String, CaseIterable, Hashable, Sendable, Codable {
    case notAsked = "not_asked"
    case unknown
    case noneKnown = "none_known"
    case known

    /// As people read it.
    package var words: String {
      switch self {
      case .notAsked: "nobody has asked"
      case .unknown: "not known"
      case .noneKnown: "none known"
      case .known: "known"
      }
    }
  }
}

/// What is to be written down about allergies.
package enum AllergyStatement: Hashable, Sendable {
  case allergy(substance: Line, code: DrugCode?, reaction: Line?)
  case noneKnown
  case unknown
}
