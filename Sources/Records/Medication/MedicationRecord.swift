import Clinic
import Foundation
import Postgres

/// An order in the course of its episode, with what was done about its doses.
package struct MedicationRecord: Sendable, Hashable {
  package let course: OrderCourse
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  package let patientName: String
  package let prescriber: Line
  /// What the prescriber was warned about.
  package let warnings: [String]
  /// Why it was ordered all the same.
  package let acknowledged: Line?
  /// What was done about doses of the time that was asked for, in order of time.
  package var doses: [Dose]

  package var order: MedicationOrder { course.order }
}

extension MedicationOrder.Kind: PostgresEncodable, PostgresDecodable {}
extension DoseUnit: PostgresEncodable, PostgresDecodable {}
extension MedicationRoute: PostgresEncodable, PostgresDecodable {}
extension DoseCause: PostgresEncodable, PostgresDecodable {}
extension Dose.Outcome: PostgresEncodable, PostgresDecodable {}
extension DrugCode: PostgresEncodable, PostgresDecodable {}
extension StockChange.Kind: PostgresEncodable, PostgresDecodable {}

extension MedicationRecord {
  /// Reads an order without its doses.
  init(row: Row) throws {
    let zone: String = try row["time_zone"]
    let order = MedicationOrder(
      id: try row["id"], episodeID: try row["episode_id"], stayID: try row["stay_id"],
      terms: try MedicationOrder.Terms(row: row), orderedAt: try row["ordered_at"])
    self.init(
      course: OrderCourse(
        order: order, zone: TimeZone(identifier: zone) ?? .gmt, stays: try Self.stays(row),
        accepted: try Self.accepted(row), stop: try Self.stop(row), episodeEnd: try row["episode_end"]),
      patientID: try row["patient_id"], facilityID: try row["facility_id"],
      patientName: try row["patient_name"], prescriber: try row["prescriber"],
      warnings: try row["warnings"], acknowledged: try row["acknowledged"], doses: [])
  }

  private static func stays(_ row: Row) throws -> [OrderCourse.StayPeriod] {
    let ids: [Stay.ID] = try row["stay_ids"] ?? []
    let starts: [Date] = try row["stay_starts"] ?? []
    let ends: [Date?] = try row["stay_ends"] ?? []
    return try ids.indices.map { index in
      OrderCourse.StayPeriod(
        id: ids[index], during: try Interval(start: starts[index], end: ends[index]))
    }
  }

  private static func accepted(_ row: Row) throws -> [Stay.ID: Date] {
    let ids: [Stay.ID] = try row["accepted_ids"] ?? []
    let times: [Date] = try row["accepted_times"] ?? []
    return Dictionary(zip(ids, times).map { ($0, $1) }, uniquingKeysWith: min)
  }

  private static func stop(_ row: Row) throws -> OrderCourse.Stop? {
    guard let at: Date = try row["stopped_at"] else { return nil }
    return OrderCourse.Stop(at: at, by: try row["stopped_by"], reason: try row["stop_reason"])
  }
}

extension MedicationOrder.Terms {
  fileprivate init(row: Row) throws {
    self.init(
      drug: try row["drug"], code: try row["code"], amount: try row["amount"], unit: try row["unit"],
      route: try row["route"], schedule: try MedicationOrder.Schedule(row: row), starts: try row["starts"],
      until: try row["until"], indication: try row["indication"], isControlled: try row["controlled"],
      needsWitness: try row["witness_needed"])
  }
}

extension MedicationOrder.Schedule {
  fileprivate init(row: Row) throws {
    let kind: MedicationOrder.Kind = try row["kind"]
    switch kind {
    case .once: self = .once
    case .regular: self = .regular(try DoseTiming(row: row))
    case .asNeeded:
      let minutes: Int32 = try row["minimum_minutes"]
      self = .asNeeded(
        AsNeededLimits(minimumMinutes: Int(minutes), maximumIn24Hours: try row["maximum_in_24h"]))
    case .taper:
      let days: Int16 = try row["taper_days"]
      self = .taper(try Taper(amounts: try row["taper_amounts"], days: Int(days)), try DoseTiming(row: row))
    }
  }
}

extension DoseTiming {
  fileprivate init(row: Row) throws {
    let every: Int32? = try row["every_minutes"]
    if let every {
      self = .every(minutes: Int(every))
    } else {
      let minutes: [Int16] = try row["times"] ?? []
      self = .times(minutes.compactMap { TimeOfDay(minutes: Int($0)) })
    }
  }
}

extension Dose {
  /// Nil where the row holds none.
  init?(ifAny row: Row) throws {
    guard let id: Dose.ID = try row["dose_id"] else { return nil }
    self.init(
      id: id, dueAt: try row["due_at"], outcome: try row["outcome"], at: try row["at"],
      amount: try row["dose_amount"], cause: try row["cause"], note: try row["note"], by: try row["given_by"],
      witness: try row["witness"])
  }
}
