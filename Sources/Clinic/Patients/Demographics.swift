/// Who the person is, as far as it is known.
package struct Demographics: Hashable, Sendable {
  package var givenName: Patient.Name
  package var familyName: Patient.Name
  /// What the person wants to be called, when it is not the given name.
  package var preferredName: Patient.Name?
  package var birthDate: Recorded<Day>
  package var sex: Recorded<Sex>

  package init(
    givenName: Patient.Name, familyName: Patient.Name, preferredName: Patient.Name? = nil,
    birthDate: Recorded<Day>, sex: Recorded<Sex>
  ) {
    self.givenName = givenName
    self.familyName = familyName
    self.preferredName = preferredName
    self.birthDate = birthDate
    self.sex = sex
  }

  /// The age in whole years on a day, or nil when the birth date is not known.
  package func age(on day: Day) -> Int? {
    birthDate.value.map { $0.years(until: day) }
  }

  /// Refuses a birth date that is after `today` or more than 150 years before it.
  package func checkBirthDate(today: Day) throws(InvalidValue) {
    guard let birthDate = birthDate.value else { return }
    if birthDate > today {
      throw InvalidValue(
        "date-in-future", field: "birth_date", problem: "is in the future",
        remedy: "Give a day that is not after today.")
    }
    if birthDate.years(until: today) > 150 {
      throw InvalidValue(
        "impossible-age", field: "birth_date", problem: "makes the person older than 150 years",
        remedy: "Check the year.")
    }
  }
}

/// The sex of a person, with the codes of the TEDS record.
///
/// The codes 7 (unknown) and 8 (not collected) of that record are reasons why a value is missing.
package enum Sex: Int16, CaseIterable, Hashable, Sendable, Codable {
  case male = 1
  case female = 2
}
