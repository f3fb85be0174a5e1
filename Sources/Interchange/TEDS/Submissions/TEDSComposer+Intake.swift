import Clinic
import Records

extension TEDSComposer {
  /// The three substances; a list that ends before is filled up with "none".
  func substances(of spell: ReportedSpell, _ record: inout TEDSSubmissionRecord) {
    var hasOpioid = false
    for (rank, place) in TEDSElement.uses.enumerated() {
      guard rank < spell.uses.count else {
        // Nothing on record of any substance is not the same as none.
        record.set(
          place.substance, spell.uses.isEmpty ? .notCollected : TEDSCode(rawValue: Substance.none.rawValue))
        nothing(of: place, &record)
        continue
      }
      let use = spell.uses[rank]
      let current = use.drug >= 0 ? book.drug(use.drug, of: use.substance) : nil
      let substance = current?.substance ?? use.substance
      record.set(place.substance, TEDSCode(rawValue: substance))
      guard substance > Substance.none.rawValue else {
        nothing(of: place, &record)
        continue
      }
      record.set(place.route, code(use.route, "route"))
      record.set(place.frequency, code(use.frequency, "use_frequency"))
      record.set(place.age, TEDSCode(rawValue: use.age))
      record.set(place.drug, TEDSCode(rawValue: current?.drug ?? use.drug))
      hasOpioid =
        hasOpioid || (Substance.heroin.rawValue...Substance.otherOpioids.rawValue).contains(substance)
    }
    let answer: TEDSCode? = spell.medicationAssisted.map { TEDSCode(rawValue: $0 ? 1 : 2) }
    // "Yes" without an opioid is a contradiction, which is for the edit rules to tell.
    record.set(
      .mds19, hasOpioid || spell.medicationAssisted == true ? answer ?? .notCollected : .notApplicable)
  }

  private func nothing(of place: TEDSElement.Use, _ record: inout TEDSSubmissionRecord) {
    for element in [place.route, place.frequency, place.age, place.drug] {
      record.set(element, .notApplicable)
    }
  }

  /// What the person told besides.
  func circumstances(of spell: ReportedSpell, _ record: inout TEDSSubmissionRecord) {
    let told = spell.circumstances
    record.set(.mds6, TEDSCode(rawValue: told.priorEpisodes))
    record.set(.mds7, code(told.referralSource, "referral_source"))
    record.set(.mds12, TEDSCode(rawValue: told.education))
    record.set(.mds13, code(told.employment, "employment"))
    // The field has six characters; a longer code is shortened to the one above it.
    if let diagnosis = spell.diagnosis {
      record[.suds4] = .text(String(diagnosis.prefix(6)))
    } else {
      record.set(.suds4, .notCollected)
    }
    record.set(.suds5, TEDSCode(rawValue: told.psychiatric))
    record.set(.suds6, pregnancy(told.pregnant, sex: spell.person.sex))
    record.set(.suds7, TEDSCode(rawValue: told.veteran))
    record.set(.suds8, code(told.living, "living_arrangement"))
    record.set(.suds9, code(told.income, "income_source"))
    record.set(.suds10, code(told.insurance, "insurance"))
    record.set(.suds11, code(told.payment, "payment_source"))
    // What does not apply is written only where nothing else was told: a contradiction is for the edit rules to tell.
    record.set(
      .suds12, detail(told.labourForce, "labour_force_detail", applies: told.employment == 4))
    record.set(.suds13, detail(told.criminalJustice, "criminal_justice", applies: told.referralSource == 7))
    record.set(.suds14, code(told.marital, "marital_status"))
    record.set(.suds15, TEDSCode(rawValue: told.daysWaiting))
    record.set(.suds16, TEDSCode(rawValue: told.arrests))
    record.set(.suds17, code(told.selfHelp, "self_help"))
  }

  /// The detail of something: what was told, or that it does not apply.
  private func detail(_ told: Int16, _ set: String, applies: Bool) -> TEDSCode {
    applies || told > 0 ? code(told, set) : .notApplicable
  }

  /// A man who is "not pregnant" is one to whom it does not apply; one who is, is a contradiction to be told.
  private func pregnancy(_ told: Int16, sex: Int16) -> TEDSCode {
    sex == Sex.male.rawValue && told != 1 ? .notApplicable : TEDSCode(rawValue: told)
  }
}
