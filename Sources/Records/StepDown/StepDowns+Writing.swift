import Clinic
import Foundation
import Postgres

/// A part of a plan that is to be open again.
package enum StepDownPart: String, CaseIterable, Hashable, Sendable, Codable {
  case expectedEnd = "expected_end"
  case next, destination, transport
}

extension Records {
  /// Finds a stay that the caller may see, for a write about it.
  ///
  /// Throws `NotFound` when there is none.
  func stay(_ id: Stay.ID, as caller: Caller) async throws -> StayRecord {
    let found = try await run(as: caller, Action(.episodeRead, subject: id.rawValue), Stays.find(id))
    guard let found else { throw NotFound("stay") }
    return found
  }

  /// Changes what is planned for the end of a stay; what `change` leaves open stays as it was, `clearing` opens it again.
  ///
  /// Throws `NotFound`, and what `StepDownPlan.check` throws.
  package func plan(
    _ change: StepDownPlan, clearing: Set<StepDownPart> = [], for id: Stay.ID, as caller: Caller,
    once: Once<StepDownPlan>? = nil
  ) async throws -> StepDownPlan {
    var attemptsLeft = 3
    while true {
      attemptsLeft -= 1
      do {
        return try await planOnce(change, clearing: clearing, for: id, as: caller, once: once)
      } catch is Stale where attemptsLeft > 0 {
        continue
      }
    }
  }

  private func planOnce(
    _ change: StepDownPlan, clearing: Set<StepDownPart>, for id: Stay.ID, as caller: Caller,
    once: Once<StepDownPlan>?
  ) async throws -> StepDownPlan {
    let (found, old) = try await run(
      as: caller, Action(.episodeRead, subject: id.rawValue), Stays.find(id), StepDowns.plan(of: id))
    guard let record = found else { throw NotFound("stay") }
    let action = Action(.stepDownWork, patients: [record.patientID], subject: id.rawValue)
    let plan = try await judging(action, as: caller) {
      let plan = (old?.plan ?? StepDownPlan()).cleared(of: clearing).changed(by: change)
      try plan.check(for: record.stay, levels: try LevelCatalogue.shipped())
      return plan
    }
    let now = clock()
    let close: SQL = """
      WITH old AS (
        UPDATE clinic.step_down_plan SET known_to = \(now)
        WHERE organization_id = (SELECT access.organization()) AND id = \(old?.id) AND known_to = 'infinity'
        RETURNING id
      )
      SELECT access.insist(\(old == nil) OR EXISTS (SELECT FROM old), 'SW003', 'plan')
      """
    let insert: SQL = """
      INSERT INTO clinic.step_down_plan (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, expected_end, basis, next_stage,
        next_edition, next_code, destination, transport, transport_note, known_from, recorded_by, corrects)
      VALUES (
        access.organization(), gen_random_uuid(), \(id), \(record.stay.episodeID), \(record.patientID),
        \(record.facilityID), \(plan.expectedEnd?.at), \(plan.expectedEnd?.basis),
        \(plan.nextStage)::reference.stage, \(plan.nextLevel?.edition), \(plan.nextLevel?.code),
        \(plan.destination), \(plan.transport), \(plan.transportNote), \(now), access.staff_member(), \(old?.id))
      """
    try await write([close, insert], as: caller, action, once: once, for: plan)
    return plan
  }

  /// Names the member of staff who sees to an item of a stay, instead of whoever has the role for it.
  package func own(_ item: StepDownItem, of id: Stay.ID, by staff: Staff.ID, as caller: Caller) async throws {
    let record = try await stay(id, as: caller)
    let now = clock()
    let close: SQL = """
      UPDATE clinic.step_down_owner SET known_to = \(now)
      WHERE organization_id = (SELECT access.organization()) AND stay_id = \(id) AND item = \(item)
        AND known_to = 'infinity'
      """
    let insert: SQL = """
      INSERT INTO clinic.step_down_owner (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, item, staff_id, known_from, recorded_by)
      VALUES (
        access.organization(), gen_random_uuid(), \(id), \(record.stay.episodeID), \(record.patientID),
        \(record.facilityID), \(item), \(staff), \(now), access.staff_member())
      """
    try await run(
      as: caller,
      Action("step_down.own", needs: .stepDownWork, patients: [record.patientID], subject: id.rawValue),
      first: [close, insert])
  }
}

extension StepDownPlan {
  fileprivate func cleared(of parts: Set<StepDownPart>) -> StepDownPlan {
    var plan = self
    if parts.contains(.expectedEnd) { plan.expectedEnd = nil }
    if parts.contains(.next) { (plan.nextStage, plan.nextLevel) = (nil, nil) }
    if parts.contains(.destination) { plan.destination = nil }
    if parts.contains(.transport) { (plan.transport, plan.transportNote) = (nil, nil) }
    return plan
  }
}
