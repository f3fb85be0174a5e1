import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Orders and doses as they are written down.
@Suite(.database, .timeLimit(.minutes(10)))
struct MedicationTests {
  /// Somebody in detox since 48 hours, who has no allergies, with a nurse beside the administrator.
  struct Ward {
    let world: TestWorld
    let patient: Patient.ID
    let episode: Episode.ID
    let nurse: Caller
    let nurseID: Staff.ID
    var records: Records { world.records }
    var caller: Caller { world.caller }

    init(allergies: AllergyStatement? = .noneKnown) async throws {
      world = try TestWorld()
      patient = try await world.patient()
      episode = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 48).episodeID
      let member = try await world.database.staff(of: [.nurse])
      (nurseID, nurse) = (member.id, Caller(token: member.token, source: .cli, requestID: "test"))
      if let allergies {
        try await world.records.record(allergies, of: patient, id: TestDatabase.new(), as: world.caller)
      }
    }

    /// Orders 10 mg from 24 hours ago on.
    func order(
      _ schedule: MedicationOrder.Schedule = .regular(.every(minutes: 240)), drug: String = "Zzdrug",
      witness: Bool = false, controlled: Bool = false, acknowledged: String? = nil
    ) async throws -> MedicationOrder.ID {
      let terms = MedicationOrder.Terms(
        drug: try Line(drug), amount: 10, unit: .mg, route: .oral, schedule: schedule,
        starts: world.hours(-24),
        isControlled: controlled, needsWitness: witness)
      let order = NewMedicationOrder(
        id: TestDatabase.new(), episodeID: episode, terms: terms, orderedAt: world.hours(-24),
        acknowledged: try acknowledged.map { try Line($0) })
      return try await records.order(order, as: caller).order.id
    }

    func act(
      _ request: DoseRequest, on order: MedicationOrder.ID, as caller: Caller? = nil
    ) async throws
      -> DoseOutcome
    {
      try await records.act(request, on: order, dose: TestDatabase.new(), as: caller ?? nurse)
    }

    func record(_ order: MedicationOrder.ID) async throws -> MedicationRecord {
      let all = try await records.run(
        as: caller, Action("medication.list", needs: .episodeRead),
        Medications.of(episode, since: world.hours(-48)))
      return try #require(all.first { $0.order.id == order })
    }
  }

  @Test func `a hard stop of the ketamine checklist is set aside by the prescriber alone, with a reason`()
    async throws
  {
    let ward = try await Ward()
    func order(prescriber: Staff.ID? = nil, because reason: String?) async throws -> OrderOutcome {
      try await ward.records.order(
        NewMedicationOrder(
          id: TestDatabase.new(), episodeID: ward.episode,
          terms: MedicationOrder.Terms(
            drug: try Line("Esketamine nasal spray"), amount: 28, unit: .mg, route: .nasal, schedule: .once,
            starts: ward.world.hours(0)),
          orderedAt: ward.world.hours(0), prescriber: prescriber,
          acknowledged: try reason.map { try Line($0) }), as: ward.caller)
    }
    func screen(_ answers: Screening.Answers, at hours: Double) async throws {
      _ = try await ward.records.record(
        ScreeningDraft(
          patientID: ward.patient, instrument: KetamineChecklist.instrument, at: ward.world.hours(hours),
          answers: answers),
        id: TestDatabase.new(), as: ward.caller)
    }
    func refusal(because reason: String? = nil) async throws -> [String] {
      do {
        return try await order(because: reason).warnings.map(\.code)
      } catch let warned as OrderWarned {
        return ["refused"] + warned.warnings.map(\.code)
      }
    }

    #expect(try await refusal() == ["refused", "checklist-missing"])
    try await screen([1: .value(0), 2: .value(0), 3: .missing(.refused)], at: -5)
    #expect(try await refusal() == ["refused", "checklist-incomplete"])
    try await screen([1: .value(0), 5: .value(1)], at: -4)
    #expect(try await refusal() == ["refused", "hard-stop"])
    await #expect(throws: HardStopNeedsPrescriber()) {
      _ = try await order(prescriber: ward.nurseID, because: "they said so")
    }
    #expect(try await refusal(because: "benefit outweighs it, discussed with the patient") == ["hard-stop"])
    try await screen(Screening.Answers(uniqueKeysWithValues: (1...17).map { ($0, .value(0)) }), at: -3)
    #expect(try await refusal() == ["refused", "duplicate"])
  }

  @Test func `a dose that is written down is read back as it was`() async throws {
    let ward = try await Ward()
    let order = try await ward.order(.taper(try Taper(amounts: [10, 7.5], days: 1), .every(minutes: 240)))
    let written = try await ward.act(
      DoseRequest(
        .given, dueAt: ward.world.hours(-4), at: ward.world.hours(-3.75), amount: 5, note: try Line("half")),
      on: order)
    let record = try await ward.record(order)

    #expect(written.amount == 5 && written.dueAt == ward.world.hours(-4))
    #expect(record.doses.map(\.id) == [written.id])
    #expect(record.doses[0].amount == 5 && record.doses[0].note?.rawValue == "half")
    #expect(record.doses[0].by.rawValue == "Zz Staff")
    guard case .taper(let taper, .every(minutes: 240)) = record.order.terms.schedule else {
      Issue.record("\(record.order.terms.schedule)")
      return
    }
    #expect(
      taper.amounts == [10, 7.5]
        && record.order.terms.until
          == taper.end(
            from: ward.world.hours(-24), in: record.course.zone)
    )
  }

  @Test func `of many who act on the same dose at once one does, and the others are told by whom`()
    async throws
  {
    let ward = try await Ward()
    let order = try await ward.order()
    for due in [-8.0, -4, 0] {
      let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
        for number in 0..<32 {
          group.addTask {
            do {
              _ = try await ward.act(
                DoseRequest(
                  number % 3 == 0 ? .held : .given, dueAt: ward.world.hours(due), at: ward.world.hours(due),
                  cause: number % 3 == 0 ? .asleep : nil), on: order,
                as: number % 2 == 0 ? ward.nurse : ward.caller)
              return nil
            } catch { return error }
          }
        }
        return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
      }
      let refusals = outcomes.compactMap { $0 as? DoseActed }
      #expect(refusals.count == 31 && outcomes.count { $0 == nil } == 1, "\(outcomes)")
      let winner = try #require(
        try await ward.record(order).doses.first { $0.dueAt == ward.world.hours(due) })
      #expect(refusals.allSatisfy { $0.dose == winner })
    }
    let rows = try await ward.world.database.owner.run(
      Query<Int64>.one("SELECT count(*) AS n FROM clinic.dose") { try $0["n"] })
    #expect(rows == 3)
  }

  @Test func `of many who give as needed at once as many do as the limits allow`() async throws {
    let ward = try await Ward()
    let apart = AsNeededLimits(minimumMinutes: 60, maximumIn24Hours: 1_000)
    let most = AsNeededLimits(minimumMinutes: 5, maximumIn24Hours: 30)
    let orders = [
      (try await ward.order(.asNeeded(apart), drug: "Zzone"), 1, "dose-too-soon"),
      (try await ward.order(.asNeeded(most), drug: "Zztwo"), 3, "maximum-reached"),
    ]
    for (order, allowed, code) in orders {
      let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
        for number in 0..<16 {
          group.addTask {
            do {
              // For the second order the times lie far enough apart.
              let at = ward.world.hours(allowed == 1 ? -1 : -10 + Double(number) / 2)
              _ = try await ward.act(DoseRequest(.given, at: at), on: order)
              return nil
            } catch { return error }
          }
        }
        return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == nil } == allowed, "\(outcomes)")
      let refusals = outcomes.compactMap { $0 as? NotYet }
      #expect(refusals.count == 16 - allowed && refusals.allSatisfy { $0.code == code })
    }
  }

  @Test func `the tables themselves refuse what no nurse may do`() async throws {
    let ward = try await Ward()
    let order = try await ward.order(witness: true)
    let dose = try await ward.act(
      DoseRequest(.given, at: TestDatabase.now, witness: ward.nurseID), on: order, as: ward.caller)
    let cases: [(SQL, String)] = [
      ("due_at = due_at, at = ordered_at - interval '1 minute'", "dose_after_order"),
      ("at = known_from + interval '1 minute'", "dose_not_ahead"),
      ("witness_id = NULL", "dose_witnessed"),
      ("witness_id = by_id", "dose_witness_is_another"),
      ("witness_needed = false", "dose_of_order"),
      ("unit = 'g'", "dose_of_order"),
      ("amount = NULL", "dose_amount_when_given"),
      ("outcome = 'held'", "dose_amount_when_given"),
      ("due_at = NULL", "dose_due_unless_as_needed"),
    ]
    for (change, constraint) in cases {
      let error = await #expect(throws: PostgresError.self) {
        try await ward.world.database.owner.run(
          .execute("UPDATE clinic.dose SET \(change) WHERE dose_id = \(dose.id)"))
      }
      #expect(error?.constraint == constraint, "\(String(describing: error))")
    }
    let twice = await #expect(throws: PostgresError.self) {
      try await ward.world.database.owner.run(
        .execute(
          """
          INSERT INTO clinic.dose
          SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'dose_id', gen_random_uuid()))).*
          FROM clinic.dose AS d WHERE dose_id = \(dose.id)
          """))
    }
    #expect(twice?.constraint == "dose_acted_once", "\(String(describing: twice))")
  }

  @Test func `what was entered in error can be acted on again, and stays readable`() async throws {
    let ward = try await Ward()
    let order = try await ward.order()
    let first = try await ward.act(DoseRequest(.given, at: TestDatabase.now), on: order)
    try await ward.records.correct(first.id, reason: try Line("the other patient"), as: ward.nurse)
    await #expect(throws: NotFound("dose")) {
      try await ward.records.correct(first.id, reason: try Line("again"), as: ward.nurse)
    }
    #expect(try await ward.record(order).doses == [])
    let second = try await ward.act(DoseRequest(.refused, at: TestDatabase.now, cause: .notWanted), on: order)
    #expect(try await ward.record(order).doses.map(\.id) == [second.id])
    let kept = try await ward.world.database.owner.run(
      Query<[String]>.all(
        "SELECT outcome FROM clinic.dose WHERE dose_id = \(first.id) ORDER BY known_to, outcome"
      ) { try $0["outcome"] })
    #expect(kept.sorted() == ["entered_in_error", "given"])
  }

  @Test func `an order that was stopped gives no doses, and who stops second is told`() async throws {
    let ward = try await Ward()
    let order = try await ward.order()
    try await ward.records.stop(order, at: ward.world.hours(-1), reason: try Line("done"), as: ward.caller)
    await #expect(throws: OrderNotLive.self) {
      _ = try await ward.act(DoseRequest(.given, dueAt: TestDatabase.now, at: TestDatabase.now), on: order)
    }
    _ = try await ward.act(
      DoseRequest(.given, dueAt: ward.world.hours(-4), at: ward.world.hours(-3.5)), on: order)
    let second = await #expect(throws: Conflict.self) {
      try await ward.records.stop(order, at: TestDatabase.now, reason: try Line("done"), as: ward.caller)
    }
    #expect(second?.code == "order-stopped")
  }

  @Test func `with the discharge orders end, and come back when the discharge is corrected away`()
    async throws
  {
    let ward = try await Ward()
    let order = try await ward.order()
    let discharged = try await ward.records.move(
      try ward.world.move(.discharge, to: .ended, at: ward.world.hours(-2), reason: .leftAgainstAdvice),
      in: ward.episode,
      as: ward.caller)
    let record = try await ward.record(order)
    #expect(record.course.standing(at: TestDatabase.now, graceHours: 24) == .discharged)
    let refusal = await #expect(throws: OrderNotLive.self) {
      _ = try await ward.act(DoseRequest(.given, dueAt: TestDatabase.now, at: TestDatabase.now), on: order)
    }
    #expect(refusal?.standing == .discharged)
    await #expect(throws: NoStayToOrderFor.self) { _ = try await ward.order(drug: "Zzother") }
    _ = try await ward.records.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: discharged.moveID, change: .enteredInError,
        reason: try Note("was not discharged")), in: ward.episode, as: ward.caller)
    _ = try await ward.act(DoseRequest(.given, at: TestDatabase.now), on: order)
  }

  @Test func `after a change of the stage an order waits to be accepted, once`() async throws {
    let ward = try await Ward()
    let order = try await ward.order()
    await #expect(throws: Conflict.self) { try await ward.records.accept(order, as: ward.caller) }
    _ = try await ward.records.move(
      try ward.world.move(
        .transfer, to: .residential, at: ward.world.hours(-1),
        bed: ward.world.database.north.residentialBeds[0]),
      in: ward.episode, as: ward.caller)
    #expect(try await ward.record(order).course.standing(at: TestDatabase.now, graceHours: 24) == .awaiting)
    _ = try await ward.act(DoseRequest(.given, at: TestDatabase.now), on: order)
    try await ward.records.accept(order, as: ward.caller)
    #expect(try await ward.record(order).course.standing(at: TestDatabase.now, graceHours: 24) == .active)
    await #expect(throws: Conflict.self) { try await ward.records.accept(order, as: ward.caller) }
  }

  @Test func `an allergy, an unasked question and the same drug are acknowledged or not ordered`()
    async throws
  {
    let ward = try await Ward(allergies: nil)
    let unasked = await #expect(throws: OrderWarned.self) { _ = try await ward.order() }
    #expect(unasked?.warnings.map(\.code) == ["allergies-unknown"])
    try await ward.records.record(
      .allergy(substance: try Line("Zzdrug"), code: nil, reaction: try Line("rash")), of: ward.patient,
      id: TestDatabase.new(), as: ward.caller)
    let allergic = await #expect(throws: OrderWarned.self) { _ = try await ward.order() }
    #expect(allergic?.message == "There is an allergy to Zzdrug (rash).")
    let order = try await ward.order(acknowledged: "mild rash years ago")
    let record = try await ward.record(order)
    #expect(record.acknowledged?.rawValue == "mild rash years ago" && record.warnings.count == 1)
    let twice = await #expect(throws: OrderWarned.self) { _ = try await ward.order(drug: "zzdrug tablets") }
    #expect(twice?.warnings.map(\.code) == ["allergy", "duplicate"])
  }

  @Test func `two who order the same drug at once are not both left unwarned`() async throws {
    let ward = try await Ward()
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<6 { group.addTask { (try? await ward.order()) != nil } }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 } == 1)
  }

  @Test func `allergies, none and unknown take each other's place as they may`() async throws {
    let ward = try await Ward(allergies: nil)
    func stands() async throws -> Allergies {
      try await ward.records.run(
        as: ward.caller, Action(.patientRead, patients: [ward.patient]), AllergyList.of(ward.patient))
    }
    func say(_ statement: AllergyStatement) async throws -> Allergy.ID {
      let id: Allergy.ID = TestDatabase.new()
      try await ward.records.record(statement, of: ward.patient, id: id, as: ward.nurse)
      return id
    }
    #expect(try await stands() == .notAsked)
    _ = try await say(.unknown)
    #expect(try await stands() == .unknown)
    _ = try await say(.noneKnown)
    #expect(try await stands() == .noneKnown)
    let penicillin = try await say(.allergy(substance: try Line("Penicillin"), code: nil, reaction: nil))
    #expect(try await stands().all.map(\.id) == [penicillin])
    let none = await #expect(throws: Conflict.self) { _ = try await say(.noneKnown) }
    #expect(none?.code == "allergy-contradicted")
    let twice = await #expect(throws: Conflict.self) {
      _ = try await say(.allergy(substance: try Line("PENICILLIN"), code: nil, reaction: nil))
    }
    #expect(twice?.code == "allergy-known")
    try await ward.records.retract(penicillin, reason: try Line("another patient"), as: ward.nurse)
    #expect(try await stands() == .notAsked)
    await #expect(throws: NotFound("patient")) {
      try await ward.records.record(.unknown, of: TestDatabase.new(), id: TestDatabase.new(), as: ward.nurse)
    }
  }

  @Test func `a witness is somebody else`() async throws {
    let ward = try await Ward()
    let order = try await ward.order(witness: true)
    await #expect(throws: InvalidValue.self) {
      _ = try await ward.act(DoseRequest(.given, at: TestDatabase.now), on: order)
    }
    let own = await #expect(throws: InvalidValue.self) {
      _ = try await ward.act(DoseRequest(.given, at: TestDatabase.now, witness: ward.nurseID), on: order)
    }
    #expect(own?.code == "own-witness")
    let dose = try await ward.act(
      DoseRequest(.given, at: TestDatabase.now, witness: ward.nurseID), on: order, as: ward.caller)
    #expect(try await ward.record(order).doses.first { $0.id == dose.id }?.witness?.rawValue == "Zz Staff")
  }
}
