import Clinic
import Foundation

extension IntakeRequest {
  /// Makes the intake, and the person if new, with identifiers of `ids`; checks what can be checked without the
  /// database, and throws all that is wrong with the substances at once.
  ///
  /// The days are those of UTC, one day generous, because the facility's own day is not known here.
  package func intake(
    _ ids: inout IdentifierSource, at now: Date, birthDate known: Day? = nil
  ) throws -> (intake: Intake, patient: Patient?) {
    let at = self.at ?? now
    if at > now { throw InvalidValue.inFuture("at") }
    if let firstContactAt, firstContactAt > at {
      throw InvalidValue(
        "end-before-start", field: "first_contact_at", problem: "is after the intake",
        remedy: "Give the time of the first call, which comes before the intake.")
    }
    let patient = try self.patient(&ids, at: now)
    let birthDate = patient?.demographics.birthDate.value ?? known
    let patientID: Patient.ID =
      switch person {
      case .known(let id): id
      case .new: patient?.id ?? ids.next()
      }
    let today = Day(of: at, in: .gmt).adding(days: 1)
    let history = try SubstanceHistory(
      checking: try uses(&ids, until: today), ageAtAdmission: birthDate?.years(until: today),
      drugs: try .shipped())
    let intake = Intake(
      id: ids.next(), patientID: patientID, facilityID: facilityID, enquiryID: enquiryID, at: at,
      firstContactAt: firstContactAt, circumstances: circumstances, substances: history.uses,
      diagnoses: try numbered(&ids, until: today), notes: notes)
    return (intake, patient)
  }

  private func patient(_ ids: inout IdentifierSource, at now: Date) throws -> Patient? {
    guard case .new(let request) = person else { return nil }
    do {
      try request.demographics.checkBirthDate(today: Day(of: now, in: .gmt).adding(days: 1))
    } catch {
      throw error.at("patient.birth_date")
    }
    let id: Patient.ID = ids.next()
    return request.patient(id) { ids.next() }
  }

  private func uses(_ ids: inout IdentifierSource, until today: Day) throws -> [SubstanceUse] {
    var uses: [SubstanceUse] = []
    for (index, request) in substances.enumerated() {
      if let lastUse = request.lastUse.value, lastUse > today {
        throw InvalidValue.inFuture("substances[\(index)].last_use")
      }
      uses.append(request.use(ids.next(), rank: Int16(index + 1)))
    }
    return uses
  }

  private func numbered(_ ids: inout IdentifierSource, until today: Day) throws -> [Diagnosis] {
    var numbered: [Diagnosis] = []
    for (index, request) in diagnoses.enumerated() {
      if let madeOn = request.madeOn, madeOn > today {
        throw InvalidValue.inFuture("diagnoses[\(index)].made_on")
      }
      if numbered.contains(where: { $0.code == request.code }) {
        throw InvalidValue(
          "diagnosis-twice", field: "diagnoses[\(index)].code", problem: "is there twice",
          value: request.code.rawValue,
          remedy: "Leave one of the two out.")
      }
      numbered.append(
        Diagnosis(id: ids.next(), rank: Int16(index + 1), code: request.code, madeOn: request.madeOn))
    }
    return numbered
  }
}

extension SubstanceRequest {
  /// Without a real substance, what would follow from one does not apply.
  fileprivate func use(_ id: SubstanceUse.ID, rank: Int16) -> SubstanceUse {
    let isReal = substance.value.map { $0 != .none } ?? false
    func follower<Value>(_ value: Recorded<Value>) -> Recorded<Value> {
      !isReal && value.missing == .notCollected ? .missing(.notApplicable) : value
    }
    return SubstanceUse(
      id: id, rank: rank, substance: substance, detailedDrug: detailedDrug, route: follower(route),
      frequency: follower(frequency), ageAtFirstUse: follower(ageAtFirstUse), form: form, dose: dose,
      lastUse: lastUse, origin: origin)
  }
}

/// Makes new identifiers of one moment.
package struct IdentifierSource {
  private let now: Date
  private var random = SystemRandomNumberGenerator()

  package init(at now: Date) {
    self.now = now
  }

  package mutating func next<Entity>() -> Identifier<Entity> {
    Identifier(at: now, random: &random)
  }
}
