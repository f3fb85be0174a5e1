import Clinic
import Records

/// Writes what is on record of a spell as the records of a submission.
///
/// Nothing is guessed: what is not on record is "not collected". Codes are those of the year of the report.
struct TEDSComposer: Sendable {
  let book: TEDSCodeBook
  /// The reporting month, MMYYYY.
  let month: String

  /// The codes are those of the year of the month.
  init(month: Day) throws {
    book = try TEDSCodeBook(year: Int16(month.year))
    self.month = TEDSField.digits(month.month, 2) + TEDSField.digits(month.year, 4)
  }

  /// The admission; `reporter` says as whom.
  func admission(of spell: ReportedSpell, by reporter: ReportedSpell.Reporter) -> TEDSSubmissionRecord {
    var record = TEDSSubmissionRecord(.admission)
    record[.sds1] = .text("A")
    record[.sds2] = .text(reporter.state)
    record[.sds3] = .text(month)
    record[.mds1] = .text(reporter.provider)
    record[.mds2] = .text(spell.client)
    record[.mds3] = .number(2)
    record[.mds4] = .text(spell.isTransfer ? "T" : "A")
    record[.mds5] = .day(spell.admitted)
    person(of: spell, &record, birth: .mds8, sex: .mds9, race: .mds10, ethnicity: .mds11)
    record.set(.mds18, spell.service.map(TEDSCode.init) ?? .notApplicable)
    substances(of: spell, &record)
    circumstances(of: spell, &record)
    return record
  }

  /// The discharge; nil while the spell goes on.
  func discharge(
    of spell: ReportedSpell, by reporter: ReportedSpell.Reporter, after admission: TEDSSubmissionRecord
  ) -> TEDSSubmissionRecord? {
    guard let discharged = spell.discharged else { return nil }
    var record = TEDSSubmissionRecord(.discharge)
    record[.dis1] = .text("A")
    record[.dis2] = .text(reporter.state)
    record[.dis3] = .text(month)
    record[.dis4] = .text(reporter.provider)
    record[.dis5] = .text(spell.client)
    record[.dis6] = .number(2)
    record.set(.dis7, (spell.status.service ?? spell.service).map(TEDSCode.init) ?? .notApplicable)
    record[.dis8] = .day(spell.lastContact ?? discharged)
    record[.dis9] = .day(discharged)
    record[.dis10] = spell.reason.map(TEDSValue.number)
    for element in TEDSElement.copied { record[element.discharge] = admission[element.admission] }
    status(of: spell, &record)
    return record
  }

  private func person(
    of spell: ReportedSpell, _ record: inout TEDSSubmissionRecord, birth: TEDSElement, sex: TEDSElement,
    race: TEDSElement, ethnicity: TEDSElement
  ) {
    if let born = spell.birth {
      record[birth] = .day(born)
    } else {
      record.set(birth, TEDSCode(rawValue: spell.person.birth))
    }
    record.set(sex, code(spell.person.sex, "sex"))
    record.set(race, code(spell.person.race, "race"))
    record.set(ethnicity, code(spell.person.ethnicity, "ethnicity"))
  }

  /// The code for the same in the year of the report; a code without one stays, and is told as unknown.
  func code(_ code: Int16, _ set: String) -> TEDSCode {
    TEDSCode(rawValue: code < 0 ? code : book.code(code, in: set) ?? code)
  }

  private func status(of spell: ReportedSpell, _ record: inout TEDSSubmissionRecord) {
    let status = spell.status
    record.set(.dis21a, code(status.substance, "substance"))
    record.set(
      .dis22a,
      status.substance > Substance.none.rawValue ? TEDSCode(rawValue: status.frequency) : .notApplicable)
    for rank in 1...2 {
      record.set(TEDSElement.usesAtDischarge[rank].substance, .notCollected)
      record.set(TEDSElement.usesAtDischarge[rank].frequency, .notApplicable)
    }
    record.set(.dis23, code(status.living, "living_arrangement"))
    record.set(.dis24, code(status.employment, "employment"))
    record.set(.dis25, status.employment == 4 ? .notCollected : .notApplicable)
    record.set(.dis26, TEDSCode(rawValue: status.arrests))
    record.set(.dis27, code(status.selfHelp, "self_help"))
  }
}
