/// Who the person is, as far as it is known.
package struct Demographics: Hashable, Sendable {
  /// Missing in records that came without names, as from a registry.
  package var name: Recorded<Patient.FullName>
  /// What the person wants to be called, when it is not the given name.
  package var preferredName: Patient.Name?
  package var birthDate: Recorded<Day>
  package var sex: Recorded<Sex>
  package var race: Recorded<Race>
  package var ethnicity: Recorded<Ethnicity>

  package init(
    name: Recorded<Patient.FullName>, preferredName: Patient.Name? = nil, birthDate: Recorded<Day>,
    sex: Recorded<Sex>, race: Recorded<Race> = .missing(.notCollected),
    ethnicity: Recorded<Ethnicity> = .missing(.notCollected)
  ) {
    self.name = name
    self.preferredName = preferredName
    self.birthDate = birthDate
    self.sex = sex
    self.race = race
    self.ethnicity = ethnicity
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
