import Clinic
import Foundation
import Postgres

/// An order to be made, before anybody has looked at whether it can be.
package struct NewMedicationOrder: Sendable {
  package let id: MedicationOrder.ID
  package let episodeID: Episode.ID
  package let terms: MedicationOrder.Terms
  package let orderedAt: Date
  /// Who prescribes; whoever writes it down when nil.
  package let prescriber: Staff.ID?
  /// Why it is ordered in spite of what it warns about.
  package let acknowledged: Line?

  package init(
    id: MedicationOrder.ID, episodeID: Episode.ID, terms: MedicationOrder.Terms, orderedAt: Date,
    prescriber: Staff.ID? = nil, acknowledged: Line? = nil
  ) {
    self.id = id
    self.episodeID = episodeID
    self.terms = terms
    self.orderedAt = orderedAt
    self.prescriber = prescriber
    self.acknowledged = acknowledged
  }
}

/// What came of ordering.
package struct OrderOutcome: Sendable, Hashable {
  package let order: MedicationOrder
  package let patientID: Patient.ID
  package let warnings: [MedicationWarning]
  package let zone: TimeZone
}

extension Records {
  /// Orders a medicine for the stay that goes on; a preview writes nothing, and tells the warnings instead of throwing them.
  ///
  /// Throws `NotFound`, what `Terms.check` throws, `OrderWarned` when there is something to acknowledge, and
  /// `HardStopNeedsPrescriber` when somebody else does so where only the prescriber may.
  package func order(
    _ new: NewMedicationOrder, isPreview: Bool = false, as caller: Caller, once: Once<OrderOutcome>? = nil
  ) async throws -> OrderOutcome {
    var attemptsLeft = 3
    while true {
      attemptsLeft -= 1
      do {
        return try await orderOnce(new, isPreview: isPreview, as: caller, once: once)
      } catch is Stale where attemptsLeft > 0 {
        continue
      }
    }
  }

  private func orderOnce(
    _ new: NewMedicationOrder, isPreview: Bool, as caller: Caller, once: Once<OrderOutcome>?
  ) async throws -> OrderOutcome {
    let now = clock()
    let (found, stays, others) = try await run(
      as: caller, Action("medication.read", needs: .episodeRead, subject: new.episodeID.rawValue),
      Episodes.find(new.episodeID, at: now),
      Stays.of(new.episodeID), Medications.of(new.episodeID, since: now))
    guard let record = found else { throw NotFound("episode") }
    let patient = record.episode.patientID
    let (allergies, checklists, me) = try await run(
      as: caller, Action("medication.look_up", needs: .patientRead, patients: [patient]),
      AllergyList.of(patient),
      Screenings.of(patient, instrument: KetamineChecklist.instrument), StaffMembers.me)
    let action = Action(.medicationOrder, patients: [patient], subject: new.id.rawValue)
    let policy = try MedicationPolicy.shipped()
    let outcome = try await judging(action, as: caller) {
      guard let stay = stays.last(where: { $0.stay.during.contains(now) }) else { throw NoStayToOrderFor() }
      let terms = new.terms.settled(in: stay.timeZone)
      try terms.check(orderedAt: new.orderedAt, in: stay.stay, now: now)
      let running = others.filter {
        [.planned, .active, .awaiting].contains($0.course.standing(at: now, graceHours: policy.graceHours))
      }
      let warnings = MedicationWarning.all(
        of: terms, allergies: allergies, orders: running.map(\.order),
        checklist: KetamineChecklist(checklists.first), in: stay.timeZone)
      if !isPreview, !warnings.isEmpty, new.acknowledged == nil { throw OrderWarned(warnings) }
      if !isPreview, warnings.contains(where: \.isHardStop), let prescriber = new.prescriber,
        prescriber != me.id
      {
        throw HardStopNeedsPrescriber()
      }
      return OrderOutcome(
        order: MedicationOrder(
          id: new.id, episodeID: new.episodeID, stayID: stay.stay.id, terms: terms, orderedAt: new.orderedAt),
        patientID: patient, warnings: warnings, zone: stay.timeZone)
    }
    if isPreview { return outcome }
    try await write(
      [
        MedicationLock.patient(patient), MedicationLock.sawAll(others.map(\.order.id), of: new.episodeID),
        insert(
          outcome, new, facility: stays.last { $0.stay.id == outcome.order.stayID }?.facilityID, at: now),
      ], as: caller, action, once: once, for: outcome)
    return outcome
  }

  private func insert(
    _ outcome: OrderOutcome, _ new: NewMedicationOrder, facility: Facility.ID?, at now: Date
  ) -> SQL {
    let (order, terms) = (outcome.order, outcome.order.terms)
    let row = ScheduleRow(terms.schedule)
    return """
      INSERT INTO clinic.medication_order (
        organization_id, id, episode_id, stay_id, patient_id, facility_id, kind, drug, code, amount, unit, route, times,
        every_minutes, taper_amounts, taper_days, minimum_minutes, maximum_in_24h, starts, until, indication,
        prescriber_id, controlled, witness_needed, warnings, acknowledged, ordered_at, recorded_at, recorded_by)
      VALUES (
        access.organization(), \(order.id), \(order.episodeID), \(order.stayID), \(outcome.patientID), \(facility),
        \(terms.schedule.kind), \(terms.drug), \(terms.code), \(terms.amount), \(terms.unit), \(terms.route),
        \(row.times), \(row.everyMinutes), \(row.taperAmounts), \(row.taperDays), \(row.minimumMinutes),
        \(row.maximum), \(terms.starts), \(terms.until), \(terms.indication),
        coalesce(\(new.prescriber)::uuid, access.staff_member()), \(terms.isControlled), \(terms.needsWitness),
        \(outcome.warnings.map(\.message))::text[], \(new.acknowledged), \(order.orderedAt), \(now),
        access.staff_member())
      """
  }

  /// Stops an order, from then on or from a time ahead; doses that were due before stay due.
  ///
  /// Throws `NotFound`, `InvalidValue`, and a `Conflict` when it was stopped before.
  package func stop(
    _ id: MedicationOrder.ID, at time: Date, reason: Line, as caller: Caller,
    once: Once<MedicationOrder.ID>? = nil
  ) async throws {
    let record = try await medication(id, as: caller)
    let now = clock()
    let action = Action(
      "medication.stop", needs: .medicationOrder, patients: [record.patientID], subject: id.rawValue)
    try await judging(action, as: caller) {
      guard record.order.orderedAt <= time else {
        throw InvalidValue(
          "before-order", field: "at", problem: "is before the order", remedy: "Give a time since the order.")
      }
    }
    let insert: SQL = """
      INSERT INTO clinic.order_stop (
        organization_id, order_id, patient_id, facility_id, stopped_at, reason, recorded_at, recorded_by)
      VALUES (
        access.organization(), \(id), \(record.patientID), \(record.facilityID), \(time), \(reason), \(now),
        access.staff_member())
      """
    try await write([MedicationLock.order(id), insert], as: caller, action, once: once, for: id)
  }

  /// Lets an order go on in the stay that goes on now.
  ///
  /// Throws `OrderNotLive` when the order is over, and a `Conflict` when it waits for nobody.
  package func accept(
    _ id: MedicationOrder.ID, as caller: Caller, once: Once<MedicationOrder.ID>? = nil
  ) async throws {
    let record = try await medication(id, as: caller)
    let now = clock()
    let action = Action(
      "medication.accept", needs: .medicationOrder, patients: [record.patientID], subject: id.rawValue)
    let graceHours = try MedicationPolicy.shipped().graceHours
    let stay = try await judging(action, as: caller) {
      let standing = record.course.standing(at: now, graceHours: graceHours)
      if let stay = record.course.awaiting(at: now) { return stay.id }
      if [.stopped, .ended, .discharged].contains(standing) {
        throw OrderNotLive(
          standing: standing, at: record.course.over, by: record.course.stop?.by, zone: record.course.zone)
      }
      throw nothingToAccept
    }
    let insert: SQL = """
      INSERT INTO clinic.order_acceptance (
        organization_id, order_id, stay_id, episode_id, patient_id, facility_id, accepted_at, recorded_by)
      VALUES (
        access.organization(), \(id), \(stay), \(record.order.episodeID), \(record.patientID), \(record.facilityID),
        \(now), access.staff_member())
      """
    try await write([MedicationLock.order(id), insert], as: caller, action, once: once, for: id)
  }

  /// Finds an order that the caller may see, with what was done about its doses since `instant`.
  ///
  /// Throws `NotFound` when there is none.
  func medication(
    _ id: MedicationOrder.ID, since instant: Date? = nil, as caller: Caller
  ) async throws -> MedicationRecord {
    let found = try await run(
      as: caller, Action("medication.read", needs: .episodeRead, subject: id.rawValue),
      Medications.find(id, since: instant ?? clock()))
    guard let found else { throw NotFound("order") }
    return found
  }
}

/// An order that everybody knows goes on needs no acceptance.
let nothingToAccept = Conflict(
  "already-accepted", message: "The order goes on in this stage already.",
  remedy: "Leave it as it is, or stop it.")

/// Medicines are ordered for somebody who is in a stay.
package struct NoStayToOrderFor: Refusal, Hashable {
  package var code: String { "no-stay" }
  package var kind: RefusalKind { .refusedByRule }
  package var message: String { "The person is in no stage now." }
  package var remedy: String { "Admit the person first; orders end with the discharge." }

  package init() {}
}
