import Clinic
import Foundation
import Records
import TestSupport

/// Short ways to put people into the test world; each does what a member of staff would.
struct TestWorld {
  let database: TestDatabase
  var records: Records { database.records }
  var caller: Caller { database.caller }

  init() throws {
    database = try TestDatabase.required()
  }

  /// Some hours before or after the time of the tests.
  func hours(_ hours: Double) -> Date { TestDatabase.now.addingTimeInterval(hours * 3_600) }

  /// Records the intake of a new person who uses ketamine.
  func patient(_ given: String = "Testa", _ family: String = "Zzyxperson") async throws -> Patient.ID {
    let intake = try intake(of: TestDatabase.new())
    try await records.record(intake, patient: try person(intake.patientID, given, family), as: caller)
    return intake.patientID
  }

  func person(_ id: Patient.ID, _ given: String, _ family: String) throws -> Patient {
    Patient(
      id: id,
      demographics: Demographics(
        name: .value(try Patient.FullName(given: .init(given), family: .init(family))),
        birthDate: .value(try Day("1990-05-17")), sex: .missing(.refused)))
  }

  func intake(of patient: Patient.ID) throws -> Intake {
    Intake(
      id: TestDatabase.new(), patientID: patient, facilityID: database.north.id, at: hours(-100),
      circumstances: [.priorEpisodes: .value(0), .insurance: .missing(.refused)],
      substances: [
        SubstanceUse(
          id: TestDatabase.new(), rank: 1, substance: .value(.other), detailedDrug: .value(.ketamine),
          route: .value(.nasal), frequency: .value(.daily), ageAtFirstUse: .value(17), form: .value(.powder),
          lastUse: .value(try Day("2026-06-14")))
      ])
  }

  func move(
    _ event: MoveEvent, to state: StageState, at time: Date, bed: Bed.ID? = nil,
    reason: DischargeReason? = nil
  ) throws -> NewMove {
    let level: LevelOfCare? =
      switch state {
      case .detox: LevelOfCare(edition: .third, code: "3.7-WM")
      case .residential: LevelOfCare(edition: .third, code: "3.5")
      case .aftercare: LevelOfCare(edition: .third, code: "2.1")
      default: nil
      }
    return NewMove(
      id: TestDatabase.new(), stayID: TestDatabase.new(),
      request: MoveRequest(
        event, to: state, effectiveAt: time, level: level, bed: bed, reason: try Note("as agreed"),
        dischargeReason: reason, roles: []))
  }

  /// Admits somebody to detox so many hours ago.
  func admit(_ patient: Patient.ID, to bed: Bed.ID, hoursAgo: Double) async throws -> MoveOutcome {
    try await records.admit(
      patient, to: database.north.id, intake: nil, episode: TestDatabase.new(),
      try move(.admit, to: .detox, at: hours(-hoursAgo), bed: bed), as: caller)
  }

  func board(at time: Date, knownAt: Date? = nil) async throws -> [BoardPlace] {
    try await records.run(
      as: caller, Action(.boardRead), list: Board.at(time, knownAt: knownAt, facility: database.north.id))
  }
}
