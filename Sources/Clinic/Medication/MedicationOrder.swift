import Foundation

/// What a prescriber orders for somebody in treatment; it is never changed, only stopped.
package struct MedicationOrder: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<MedicationOrder>

  package let id: ID
  package let episodeID: Episode.ID
  /// The stay for which it was made.
  package let stayID: Stay.ID
  package let terms: Terms
  package let orderedAt: Date

  package init(id: ID, episodeID: Episode.ID, stayID: Stay.ID, terms: Terms, orderedAt: Date) {
    self.id = id
    self.episodeID = episodeID
    self.stayID = stayID
    self.terms = terms
    self.orderedAt = orderedAt
  }

  /// What is given, how, and when.
  package struct Terms: Hashable, Sendable {
    package let drug: Line
    /// A code of the drug, RxNorm or another.
    package let code: DrugCode?
    /// Of one dose; of a taper the first.
    package let amount: Decimal
    package let unit: DoseUnit
    package let route: MedicationRoute
    package let schedule: Schedule
    package let starts: Date
    /// Nil while it goes on.
    package let until: Date?
    package let indication: Line?
    package let isControlled: Bool
    package let needsWitness: Bool

    package init(
      drug: Line, code: DrugCode? = nil, amount: Decimal, unit: DoseUnit, route: MedicationRoute,
      schedule: Schedule, starts: Date, until: Date? = nil, indication: Line? = nil,
      isControlled: Bool = false,
      needsWitness: Bool = false
    ) {
      self.drug = drug
      self.code = code
      self.amount = amount
      self.unit = unit
      self.route = route
      self.schedule = schedule
      self.starts = starts
      self.until = until
      self.indication = indication
      self.isControlled = isControlled
      self.needsWitness = needsWitness
    }
  }

  /// By what the doses of an order come about.
  package enum Schedule: Hashable, Sendable {
    case regular(DoseTiming)
    case taper(Taper, DoseTiming)
    case asNeeded(AsNeededLimits)
    /// One dose, at the beginning of the order.
    case once

    package var kind: Kind {
      switch self {
      case .regular: .regular
      case .taper: .taper
      case .asNeeded: .asNeeded
      case .once: .once
      }
    }
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case regular, taper
    case asNeeded = "as_needed"
    case once
  }
}

/// How often and how much may be given as needed.
package struct AsNeededLimits: Hashable, Sendable {
  /// Minutes from one dose to the next, at least.
  package let minimumMinutes: Int
  /// In any 24 hours, at most, in the unit of the order.
  package let maximumIn24Hours: Decimal

  package init(minimumMinutes: Int, maximumIn24Hours: Decimal) {
    self.minimumMinutes = minimumMinutes
    self.maximumIn24Hours = maximumIn24Hours
  }
}

/// The code of a drug in some list: letters, digits, dots and dashes.
package struct DrugCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init?(rawValue: String) {
    guard (1...20).contains(rawValue.utf8.count),
      rawValue.utf8.allSatisfy({
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 46
      })
    else { return nil }
    self.rawValue = rawValue
  }

  package init(_ text: String, field: String) throws(InvalidValue) {
    guard let code = DrugCode(rawValue: text) else {
      throw InvalidValue(
        "invalid-code", field: field, problem: "is not a code of 1 to 20 letters, digits, dots or dashes",
        remedy: "Give the code of the drug, e.g. an RxNorm number, or leave it out.")
    }
    self = code
  }
}
