import Clinic
import Foundation
import Postgres

/// What two units of work about one person's medicines wait for, so that the second sees what the first has done.
enum MedicationLock {
  static func order(_ id: MedicationOrder.ID) -> SQL {
    "SELECT pg_advisory_xact_lock(7304, hashtext(\(id.description)))"
  }

  static func patient(_ id: Patient.ID) -> SQL {
    "SELECT pg_advisory_xact_lock(7305, hashtext(\(id.description)))"
  }

  static func drug(_ drug: StockDrug) -> SQL {
    """
    SELECT pg_advisory_xact_lock(
      7306, hashtext(\(drug.facilityID.description) || lower(\(drug.drug)) || \(drug.unit.rawValue)))
    """
  }

  /// Ends the unit when the episode has orders that whoever orders has not seen.
  static func sawAll(_ orders: [MedicationOrder.ID], of episode: Episode.ID) -> SQL {
    """
    SELECT access.insist(
      NOT EXISTS (
        SELECT FROM clinic.medication_order
        WHERE organization_id = (SELECT access.organization()) AND episode_id = \(episode) AND id <> ALL (\(orders))),
      'SW003', 'list of orders')
    """
  }
}

/// A schedule in the columns of an order.
struct ScheduleRow {
  var times: [Int16]?
  var everyMinutes: Int32?
  var taperAmounts: [Decimal]?
  var taperDays: Int16?
  var minimumMinutes: Int32?
  var maximum: Decimal?

  init(_ schedule: MedicationOrder.Schedule) {
    switch schedule {
    case .once: break
    case .regular(let timing): set(timing)
    case .taper(let taper, let timing):
      set(timing)
      (taperAmounts, taperDays) = (taper.amounts, Int16(clamping: taper.days))
    case .asNeeded(let limits):
      (minimumMinutes, maximum) = (Int32(clamping: limits.minimumMinutes), limits.maximumIn24Hours)
    }
  }

  private mutating func set(_ timing: DoseTiming) {
    switch timing {
    case .times(let all): times = all.map(\.minutes)
    case .every(let minutes): everyMinutes = Int32(clamping: minutes)
    }
  }
}
