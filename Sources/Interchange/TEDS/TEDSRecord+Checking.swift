import Clinic

extension TEDSRecord {
  /// Calls `found` for everything that is wrong with the record by itself, in the order of the rules.
  ///
  /// The numbers E1 to E14 are those of the edit rules for TEDS submissions. A fault that follows from another
  /// is not told: a record with an impossible birth date is not also accused of an impossible age.
  func check(_ found: (TEDSColumn, TEDSFault) -> Void) {
    checkFields(found)
    checkTimes(found)
    checkPerson(found)
    checkSubstances(found)
  }

  private func checkFields(_ found: (TEDSColumn, TEDSFault) -> Void) {
    for (column, bytes) in [(TEDSColumn.provider, provider), (.client, client)] {
      if bytes.isEmpty {
        found(column, .missing)
      } else if bytes.count > 15 {
        found(column, .tooLong)
      } else if !bytes.isIdentifier {
        found(column, .invalidIdentifier)
      }
    }
    if isTransfer == nil { found(.transaction, .unknownCode) }
    for (column, table) in zip(TEDSColumn.allCases, TEDSCodes.tables) where table != nil {
      if self[column] == .invalid { found(column, .unknownCode) }
    }
    for column in [TEDSColumn.coDependent, .sex, .substance1, .service] where self[column] == .blank {
      found(column, .missing)
    }
    // E8
    if self[.coDependent].rawValue == 1 {
      found(.coDependent, .collateralClient)
    } else if self[.service] == .notApplicable {
      found(.service, .collateralOnly)
    }
    if self[.serviceAtDischarge] == .notApplicable { found(.serviceAtDischarge, .collateralOnly) }
  }

  private func checkTimes(_ found: (TEDSColumn, TEDSFault) -> Void) {
    for (column, date) in [
      (TEDSColumn.admission, admission), (.birth, birth), (.lastContact, lastContact),
      (.discharge, discharge),
    ] {
      switch date {
      case .impossible: found(column, .impossibleDate)
      case .missing where column != .birth: found(column, .impossibleDate)
      case .blank where column == .admission || column == .birth: found(column, .missing)
      default: break
      }
    }
    // E3
    if discharge != .blank && self[.reason] == .blank { found(.reason, .dischargeWithoutReason) }
    if discharge == .blank && self[.reason].isValue { found(.reason, .reasonWithoutDischarge) }
    guard let admitted = admission.day else { return }
    // E1
    if admitted.year < 1920 { found(.admission, .tooEarly) }
    if let discharged = discharge.day, discharged < admitted {
      found(.discharge, .dischargeBeforeAdmission)
    } else if let last = lastContact.day {
      if last < admitted { found(.lastContact, .contactBeforeAdmission) }
      if let discharged = discharge.day, last > discharged { found(.lastContact, .contactAfterDischarge) }
    }
  }

  private func checkPerson(_ found: (TEDSColumn, TEDSFault) -> Void) {
    // E7, E2
    if self[.sex].rawValue == Sex.male.rawValue && self[.pregnant].rawValue == 1 {
      found(.pregnant, .pregnantMale)
    }
    guard let born = birth.day, let admitted = admission.day else { return }
    if born > admitted {
      found(.birth, .bornInTheFuture)
    } else if born.years(until: admitted) > 150 {
      found(.birth, .impossibleAge)
    }
  }

  private func checkSubstances(_ found: (TEDSColumn, TEDSFault) -> Void) {
    let age = birth.day.flatMap { born in admission.day.map { born.years(until: $0) } } ?? -1
    var hasOpioid = false
    for (rank, use) in TEDSColumn.uses.enumerated() {
      let substance = self[use.substance]
      guard substance != .invalid else { continue }
      if substance.isUse {
        checkUse(use, substance, age: age, found)
        hasOpioid = hasOpioid || substance.isOpioid
        // E13
        let repeats = TEDSColumn.uses[..<rank].contains {
          self[$0.substance] == substance
            && (self[$0.detailed] == self[use.detailed] || !self[use.detailed].isValue)
        }
        if repeats { found(use.substance, .substanceTwice) }
      } else {
        checkNoUse(use, found)
      }
    }
    let second = self[.substance2]
    if self[.substance3].isUse && (second == .blank || second.rawValue == Substance.none.rawValue) {
      found(.substance3, .substanceGap)
    }
    // E14
    if self[.substance1].isOpioid && (self[.medication] == .notApplicable || self[.medication] == .blank) {
      found(.medication, .missing)
    } else if self[.medication].rawValue == 1 && !hasOpioid && self[.substance1] != .invalid {
      found(.medication, .medicationWithoutOpioid)
    }
    // E10
    if discharge != .blank && self[.substanceAtDischarge].isUse && self[.frequencyAtDischarge] == .blank {
      found(.frequencyAtDischarge, .missing)
    }
  }

  private func checkUse(
    _ use: TEDSColumn.Use, _ substance: TEDSCode, age: Int, _ found: (TEDSColumn, TEDSFault) -> Void
  ) {
    // E9
    for column in [use.route, use.frequency, use.age]
    where self[column] == .blank || self[column] == .notApplicable {
      found(column, .missing)
    }
    // E11, not told when the birth date is at fault
    if age >= 0 && Int(self[use.age].rawValue) > age { found(use.age, .firstUseAfterAdmission) }
    // E12
    let detailed = self[use.detailed]
    if detailed.isValue && detailed.rawValue / 100 != substance.rawValue {
      found(use.detailed, .drugNotOfClass)
    }
  }

  private func checkNoUse(_ use: TEDSColumn.Use, _ found: (TEDSColumn, TEDSFault) -> Void) {
    for column in [use.route, use.frequency, use.age, use.detailed] where self[column].isValue {
      found(column, .detailWithoutSubstance)
    }
  }
}

extension TEDSCode {
  /// Whether the code of a substance names one.
  var isUse: Bool { rawValue > Substance.none.rawValue }

  var isOpioid: Bool { (Substance.heroin.rawValue...Substance.otherOpioids.rawValue).contains(rawValue) }
}

extension [UInt8] {
  /// Whether it is made of letters and digits, with hyphens inside.
  fileprivate var isIdentifier: Bool {
    let hyphen = UInt8(ascii: "-")
    return first != hyphen && last != hyphen
      && allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == hyphen
      }
  }
}
