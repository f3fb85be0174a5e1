import Clinic
import Foundation
import Postgres
import Records
import TestSupport

@testable import Reports

/// A stay as a test tells it, and as the naive figures are worked out from it.
struct ToldStay: Sendable {
  var person = 0
  var stage = Stage.detox
  var service: Int16? = nil
  var medication: Bool? = nil
  var isSouth = false
  var start: Date
  var end: Date? = nil
  var reason: DischargeReason? = nil
  var knownFrom: Date? = nil
  var knownTo = Date.distantFuture
  /// Another fact about the stay of that number, in the order of telling.
  var corrects: Int? = nil
  var substance: Substance? = nil
  var drug: DetailedDrug? = nil
  var sex = Sex.female
}

/// Stays written as plain facts, each in an episode of its own.
struct History: Sendable {
  let database: TestDatabase
  private(set) var stays: [ToldStay]

  init(_ stays: [ToldStay]) async throws {
    database = try TestDatabase.required()
    self.stays = stays
    let people = Set(stays.map(\.person)).sorted()
    for person in people { try await writePerson(person) }
    for index in stays.indices { try await writeStay(index) }
  }

  /// Tells more stays, of these people or of others.
  mutating func tell(_ more: [ToldStay]) async throws {
    let first = stays.count
    let known = Set(stays.map(\.person))
    stays += more
    for person in Set(more.map(\.person)).subtracting(known).sorted() { try await writePerson(person) }
    for index in stays.indices.dropFirst(first) { try await writeStay(index) }
  }

  /// Believes the stay of that number no more from `instant` on.
  func retract(_ index: Int, at instant: Date) async throws {
    try await write(
      "UPDATE clinic.stay_fact SET known_to = \(instant) WHERE id = \(id(8, index))",
      "UPDATE clinic.episode_fact SET known_to = \(instant) WHERE id = \(id(7, index))")
  }

  /// A time of the June in which tests live, in UTC.
  static func june(_ day: Double) -> Date { TestDatabase.now.addingTimeInterval((day - 15.5) * 86_400) }

  func run(
    _ definition: CohortDefinition, asOf: Date? = nil, knownAt: Date? = nil
  ) async throws -> CohortReport {
    try await Reports.run(definition, asOf: asOf, knownAt: knownAt, on: database.records, as: database.caller)
  }

  /// An identifier that a test can name: of a kind, and a number.
  private func id(_ kind: Int, _ number: Int) -> UUID {
    let digits = String(number, radix: 16)
    let padded = String(repeating: "0", count: 12 - digits.count) + digits
    return UUID(uuidString: "0000000\(kind)-0000-7000-8000-\(padded)") ?? UUID()
  }

  private func write(_ statements: SQL...) async throws {
    for statement in statements { _ = try await database.owner.run(.execute(statement)) }
  }

  private func writePerson(_ person: Int) async throws {
    let organization = database.organization.rawValue
    let stay = stays.first { $0.person == person }
    let sex = stay?.sex ?? .female
    try await write(
      """
      INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
      VALUES (\(organization), \(id(1, person)), \(Self.june(1)), \(id(9, 1)))
      """,
      """
      INSERT INTO clinic.demographics (organization_id, id, patient_id, name_missing, birth_date_missing, sex,
        race_missing, ethnicity_missing, known_from, recorded_by)
      VALUES (\(organization), \(id(2, person)), \(id(1, person)), 'unknown', 'unknown', \(sex.rawValue),
        'unknown', 'unknown', \(Self.june(-400)), \(id(9, 1)))
      """)
  }

  private func writeStay(_ index: Int) async throws {
    let (stay, organization) = (stays[index], database.organization.rawValue)
    let (number, person) = (stay.corrects ?? index, id(1, stay.person))
    let facility = (stay.isSouth ? database.south : database.north).id.rawValue
    let valid = PostgresRange<Date>(from: stay.start, to: stay.end)
    let knownFrom = stay.knownFrom ?? stay.start
    if stay.corrects == nil {
      try await write(
        """
        INSERT INTO clinic.intake (organization_id, id, patient_id, facility_id, at, referral_source, known_from, recorded_by)
        VALUES (\(organization), \(id(3, number)), \(person), \(facility), \(stay.start), 1, \(knownFrom), \(id(9, 1)))
        """,
        """
        INSERT INTO clinic.episode (organization_id, id, patient_id, recorded_at, recorded_by)
        VALUES (\(organization), \(id(4, number)), \(person), \(knownFrom), \(id(9, 1)))
        """,
        """
        INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
        VALUES (\(organization), \(id(5, number)), \(id(4, number)), \(person), \(knownFrom))
        """)
    }
    if let substance = stay.substance, stay.corrects == nil {
      try await write(
        """
        INSERT INTO clinic.substance_use (organization_id, id, patient_id, intake_id, rank, substance, detailed_drug,
          known_from, recorded_by)
        VALUES (\(organization), \(id(6, number)), \(person), \(id(3, number)), 1, \(substance.rawValue),
          \(stay.drug?.rawValue), \(knownFrom), \(id(9, 1)))
        """)
    }
    try await write(
      """
      INSERT INTO clinic.episode_fact (organization_id, id, episode_id, patient_id, facility_id, programme, intake_id, valid,
        discharge_reason, known_from, known_to, recorded_by)
      VALUES (\(organization), \(id(7, index)), \(id(4, number)), \(person), \(facility), \("p\(index)"),
        \(id(3, number)), \(valid), \(stay.reason?.rawValue), \(knownFrom), \(stay.knownTo), \(id(9, 1)))
      """,
      """
      INSERT INTO clinic.stay_fact (organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, service,
        medication_assisted, valid, end_reason, known_from, known_to, recorded_by)
      VALUES (\(organization), \(id(8, index)), \(id(5, number)), \(id(4, number)), \(person), \(facility),
        \(stay.stage.rawValue)::reference.stage, \(stay.service), \(stay.medication), \(valid),
        \(stay.reason?.rawValue), \(knownFrom), \(stay.knownTo), \(id(9, 1)))
      """)
  }
}
