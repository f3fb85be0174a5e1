extension SubstanceUse {
  /// The same with a retired code replaced, and with it the class when it changed: ketamine as 16/1608 is 20/2004.
  package func recoded(by drugs: DrugCatalogue) -> SubstanceUse {
    guard let old = detailedDrug.value else { return self }
    let current = drugs.current(old)
    guard current != old else { return self }
    var use = self
    use.detailedDrug = .value(current)
    if substance.value == old.substance, let now = current.substance { use.substance = .value(now) }
    return use
  }
}

/// The substances of one person in their order, together known to make sense.
package struct SubstanceHistory: Hashable, Sendable {
  /// By rank from 1, without gaps, with codes that are in use.
  package let uses: [SubstanceUse]

  /// Recodes retired codes, then makes the edit checks that belong to substances.
  ///
  /// - E9: a real substance has route, frequency and age at first use (or the reason why one is unknown);
  ///   none, or a missing substance, has them not applicable.
  /// - E11: the age at first use is not above the age at admission.
  /// - E12: the detailed drug is of the class, and is known.
  /// - E13: no substance twice, unless with different detailed drugs; ranks from 1 without a gap.
  ///
  /// Throws all that is wrong at once; fields read `substances[0].route`.
  package init(
    checking uses: [SubstanceUse], ageAtAdmission: Int?, drugs: DrugCatalogue
  ) throws(InvalidValues) {
    let uses = uses.map { $0.recoded(by: drugs) }
    var faults: [InvalidValue] = []
    for (index, use) in uses.enumerated() {
      let own = use.followsFaults + use.ageFaults(ageAtAdmission) + use.drugFaults(drugs)
      faults += own.map { $0.at("substances[\(index)].\($0.field ?? "")") }
    }
    faults += Self.orderFaults(uses)
    if let refusal = InvalidValues(faults) { throw refusal }
    self.uses = uses.sorted { $0.rank < $1.rank }
  }

  /// E13.
  private static func orderFaults(_ uses: [SubstanceUse]) -> [InvalidValue] {
    var faults: [InvalidValue] = []
    var seen: [Substance: [Recorded<DetailedDrug>]] = [:]
    for (index, use) in uses.enumerated() {
      guard let substance = use.substance.value else { continue }
      let earlier = seen[substance, default: []]
      let isTold = use.detailedDrug.value != nil && earlier.allSatisfy { $0.value != nil }
      if !earlier.isEmpty, !isTold || earlier.contains(use.detailedDrug) {
        faults.append(
          InvalidValue(
            "substance-twice", field: "substances[\(index)].substance", problem: "is named twice",
            value: substance.label,
            remedy: "Name it once, or tell the two drugs apart by their detailed codes."))
      }
      seen[substance, default: []].append(use.detailedDrug)
    }
    if !uses.isEmpty, uses.map({ Int($0.rank) }).sorted() != Array(1...uses.count) {
      faults.append(
        InvalidValue(
          "rank-gap", field: "substances", problem: "does not have each rank from 1 to \(uses.count) once",
          remedy: "Number the substances 1, 2, 3, beginning with the main one."))
    }
    return faults
  }
}

extension SubstanceUse {
  /// Whether there is a real substance, for which more is told.
  private var isReal: Bool { substance.value.map { $0 != .none } ?? false }

  /// E9.
  fileprivate var followsFaults: [InvalidValue] {
    let followers: [(field: String, isThere: Bool, missing: MissingReason?)] = [
      ("route", route.value != nil, route.missing),
      ("frequency", frequency.value != nil, frequency.missing),
      ("age_at_first_use", ageAtFirstUse.value != nil, ageAtFirstUse.missing),
    ]
    if isReal {
      return followers.filter { $0.missing == .notApplicable }.map {
        InvalidValue(
          "missing-required", field: $0.field, problem: "cannot be \"not applicable\" for a real substance",
          remedy: "Give it, or say why it is not known: unknown, not_collected, refused or unable.")
      }
    }
    return followers.filter(\.isThere).map {
      InvalidValue(
        "value-without-substance", field: $0.field, problem: "is told of no substance",
        remedy: "Name the substance, or leave this out.")
    }
  }

  /// E11.
  fileprivate func ageFaults(_ ageAtAdmission: Int?) -> [InvalidValue] {
    guard let age = ageAtFirstUse.value else { return [] }
    if !(0...95).contains(age) {
      return [
        InvalidValue(
          "out-of-range", field: "age_at_first_use", problem: "is not from 0 to 95", value: "\(age)",
          remedy: "Give the age in whole years.")
      ]
    }
    guard let ageAtAdmission, Int(age) > ageAtAdmission else { return [] }
    return [
      InvalidValue(
        "age-after-admission", field: "age_at_first_use", problem: "is above the age at admission",
        remedy: "Check the age at first use and the birth date.")
    ]
  }

  /// E12.
  fileprivate func drugFaults(_ drugs: DrugCatalogue) -> [InvalidValue] {
    guard let drug = detailedDrug.value else { return [] }
    if drugs.find(drug) == nil {
      return [
        InvalidValue(
          "unknown-code", field: "detailed_drug", problem: "is not a drug that has a code", value: "\(drug)",
          remedy: "Look the code up in the list of drugs, or leave it out.")
      ]
    }
    if drug.substance == substance.value { return [] }
    let codes = substance.value.map { drugs.drugs(of: $0).map { "\($0.drug)" } } ?? []
    return [
      InvalidValue(
        "drug-of-other-class", field: "detailed_drug", problem: "is not of the class of the substance",
        value: "\(drug)", remedy: codes.isEmpty ? "Leave it out." : "Use one of \(codes.listing).")
    ]
  }
}
