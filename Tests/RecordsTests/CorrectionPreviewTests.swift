import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What a correction shifts, what is in its way, and what becomes of corrections of corrections.
@Suite(.database, .timeLimit(.minutes(10)))
struct CorrectionPreviewTests {
  private let world: TestWorld
  private var north: TestFacility { world.database.north }

  init() throws { world = try TestWorld() }

  private func correct(
    _ move: Move.ID, _ change: MoveCorrection.Change, in episode: Episode.ID,
    also: [MoveCorrection.Part] = [],
    keepsDocuments: Bool = false, isPreview: Bool = false
  ) async throws -> CorrectionOutcome {
    try await world.records.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: move, change: change, also: also, reason: try Note("late entry"),
        keepsDocuments: keepsDocuments), in: episode, isPreview: isPreview, as: world.caller)
  }

  private func moves(_ episode: Episode.ID) async throws -> [MoveRecord] {
    try await world.records.run(as: world.caller, Action(.episodeRead), Moves.of(episode))
  }

  /// A screening in the episode at some hour before now.
  private func screen(_ patient: Patient.ID, _ episode: Episode.ID, at hour: Double) async throws {
    let id: Screening.ID = TestDatabase.new()
    _ = try await world.database.owner.run(
      .execute(
        """
        INSERT INTO clinic.screening (
          organization_id, id, patient_id, episode_id, instrument, instrument_version, at, total, items_answered,
          items_required, known_from, recorded_by)
        VALUES (
          \(world.database.organization), \(id), \(patient), \(episode), 'phq_2', '1', \(world.hours(hour)), 2, 2, 2,
          \(world.hours(hour)), gen_random_uuid())
        """))
  }

  @Test func `a preview tells stays, beds, census days, figures and documents`() async throws {
    let (bed, room) = (north.detoxBeds[0], north.residentialBeds[0])
    let patient = try await world.patient()
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 96)
    let moved = try await world.records.move(
      try world.move(.transfer, to: .residential, at: world.hours(-10), bed: room), in: admitted.episodeID,
      as: world.caller)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-2), reason: .other), in: admitted.episodeID,
      as: world.caller)
    try await screen(patient, admitted.episodeID, at: -40)

    let shift = try await correct(
      moved.moveID, .effective(at: world.hours(-50)), in: admitted.episodeID, isPreview: true)
    let later = try await correct(
      admitted.moveID, .effective(at: world.hours(-60)), in: admitted.episodeID, isPreview: true)

    #expect(shift.shifts.map(\.after?.start) == [world.hours(-96), world.hours(-50)])
    #expect(shift.beds.map(\.label) == ["Detox/D-01", "Residential/R-01"])
    #expect(shift.census.isEmpty && shift.before == shift.after)
    #expect(shift.documents.map(\.after) == [moved.stayID])
    #expect(shift.conflicts.isEmpty && shift.version == 3)
    // From 08:00 on the 11th to 20:00 on the 12th in New York there is one midnight.
    #expect(later.census.map(\.change) == [-1])
    #expect(later.census.map(\.day.description) == ["2026-06-11"])
    #expect(later.before.lengthOfStay?.teds == 4 && later.after.lengthOfStay?.teds == 3)
    #expect(later.after.stayReasons == [.transferred: 1, .other: 1])
  }

  @Test func `all that is in the way is told at once, and settled in the same correction`() async throws {
    let (bed, patient) = (north.detoxBeds[0], try await world.patient())
    let first = try await world.admit(try await world.patient("First"), to: bed, hoursAgo: 90)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-60), reason: .other), in: first.episodeID,
      as: world.caller)
    let earlier = try await world.admit(patient, to: north.detoxBeds[1], hoursAgo: 85)
    _ = try await world.records.move(
      try world.move(.discharge, to: .ended, at: world.hours(-72), reason: .other), in: earlier.episodeID,
      as: world.caller)
    let second = try await world.admit(patient, to: bed, hoursAgo: 50)

    let refusal = await #expect(throws: CorrectionConflicts.self) {
      _ = try await correct(second.moveID, .effective(at: world.hours(-75)), in: second.episodeID)
    }
    #expect(refusal?.all.map(\.code) == ["episode-open", "bed-taken"])
    let preview = try await correct(
      second.moveID, .effective(at: world.hours(-75)), in: second.episodeID, isPreview: true)
    #expect(preview.conflicts.map(\.code) == ["episode-open", "bed-taken"])

    var settled = MoveCorrection.Change.effective(at: world.hours(-70))
    settled.bed = .take(north.detoxBeds[2])
    let outcome = try await correct(second.moveID, settled, in: second.episodeID)

    #expect(outcome.conflicts.isEmpty)
    let board = try await world.board(at: world.hours(-65))
    #expect(board.first { $0.bed.id == north.detoxBeds[2] }?.episodeID == second.episodeID)
    #expect(board.first { $0.bed.id == bed }?.episodeID == first.episodeID)
  }

  @Test func `a document that would fall outside is in the way until it is kept`() async throws {
    let patient = try await world.patient()
    let admitted = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 40)
    try await screen(patient, admitted.episodeID, at: -38)

    let refusal = await #expect(throws: CorrectionConflicts.self) {
      _ = try await correct(admitted.moveID, .effective(at: world.hours(-30)), in: admitted.episodeID)
    }
    #expect(refusal?.code == "document-outside")

    let outcome = try await correct(
      admitted.moveID, .effective(at: world.hours(-30)), in: admitted.episodeID, keepsDocuments: true)
    #expect(outcome.documents.map(\.before) == [admitted.stayID] && outcome.documents.map(\.after) == [nil])
  }

  @Test func `due times and authorizations that fall into another stay are told of, and are not in the way`()
    async throws
  {
    let patient = try await world.patient()
    let admitted = try await world.admit(patient, to: north.detoxBeds[0], hoursAgo: 96)
    let moved = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-10)), in: admitted.episodeID,
      as: world.caller)
    let stay = try #require(admitted.stayID)
    let plan: SQL = """
      INSERT INTO clinic.step_down_plan (
        organization_id, id, stay_id, episode_id, patient_id, facility_id, expected_end, basis, known_from, recorded_by)
      VALUES (
        \(world.database.organization), gen_random_uuid(), \(stay), \(admitted.episodeID), \(patient), \(north.id),
        \(world.hours(-12)), 'clinician', \(world.hours(-90)), gen_random_uuid())
      """
    let authorization: SQL = """
      INSERT INTO clinic.authorization (
        organization_id, id, authorization_id, episode_id, patient_id, facility_id, payer, level_edition, level_code,
        days, decision, known_from, recorded_by)
      VALUES (
        \(world.database.organization), gen_random_uuid(), gen_random_uuid(), \(admitted.episodeID), \(patient),
        \(north.id), 'Zz Health', 3, '3.7-WM', '[2026-06-14,2026-06-16)', 'approved', \(world.hours(-90)),
        gen_random_uuid())
      """
    for statement in [plan, authorization] { _ = try await world.database.owner.run(.execute(statement)) }

    let preview = try await correct(
      moved.moveID, .effective(at: world.hours(-60)), in: admitted.episodeID, isPreview: true)

    #expect(preview.documents.map(\.document.kind) == ["authorization", "expected end"])
    #expect(preview.documents.allSatisfy { $0.before == admitted.stayID && $0.after == moved.stayID })
    #expect(preview.conflicts.isEmpty)
  }

  @Test func `a correction is corrected, and every truth stays readable as known then`() async throws {
    let bed = north.detoxBeds[0]
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 40)
    let clocks = (1...2).map { hour in
      Records(world.records.database, clock: { TestDatabase.now.addingTimeInterval(Double(hour) * 3_600) })
    }
    for (records, hour) in zip(clocks, [-30.0, -35]) {
      let move = try #require(try await moves(admitted.episodeID).last)
      _ = try await records.correct(
        MoveCorrection(
          id: TestDatabase.new(), moveID: move.move.id, change: .effective(at: world.hours(hour)),
          reason: try Note("again")), in: admitted.episodeID, as: world.caller)
    }

    for (known, first) in [(0.5, -40.0), (1.5, -30), (2.5, -35)] {
      for hour in [-39.5, -34.5, -29.5] {
        let board = try await world.board(at: world.hours(hour), knownAt: world.hours(known))
        let isThere = board.first { $0.bed.id == bed }?.bed.occupation == .stay
        #expect(isThere == (hour > first), "at \(hour) as known at \(known)")
      }
    }
  }

  @Test func `an episode entered in error as a whole closes, and the old truth stays`() async throws {
    let (patient, bed) = (try await world.patient(), north.detoxBeds[0])
    let admitted = try await world.admit(patient, to: bed, hoursAgo: 40)
    let later = Records(world.records.database, clock: { TestDatabase.now.addingTimeInterval(3_600) })

    let outcome = try await later.correct(
      MoveCorrection(
        id: TestDatabase.new(), moveID: admitted.moveID, change: .enteredInError,
        reason: try Note("other person")),
      in: admitted.episodeID, as: world.caller)

    #expect(outcome.isVoid && outcome.state == .none)
    #expect(outcome.after.lengthOfStay == nil)
    let episodes = try await world.records.run(as: world.caller, Action(.episodeRead), Episodes.of(patient))
    #expect(episodes.isEmpty)
    #expect(try await world.board(at: world.hours(-3)).first { $0.bed.id == bed }?.bed.occupation == nil)
    let then = try await world.board(at: world.hours(-3), knownAt: TestDatabase.now)
    #expect(then.first { $0.bed.id == bed }?.patientID == patient)
    _ = try await world.admit(patient, to: bed, hoursAgo: 2)
  }

  @Test func `a wrong target, level and bed are put right, and a later leave follows its stage`() async throws
  {
    let (bed, room) = (north.detoxBeds[0], north.residentialBeds[0])
    let admitted = try await world.admit(try await world.patient(), to: bed, hoursAgo: 96)
    let moved = try await world.records.move(
      try world.move(.transfer, to: .aftercare, at: world.hours(-50)), in: admitted.episodeID,
      as: world.caller)
    _ = try await world.records.move(
      try world.move(.leave, to: .aftercareLeave, at: world.hours(-5)), in: admitted.episodeID,
      as: world.caller)

    await #expect(throws: InvalidValue.self) {
      _ = try await correct(moved.moveID, MoveCorrection.Change(to: .residential), in: admitted.episodeID)
    }
    let level = LevelOfCare(edition: .third, code: "3.5")
    let outcome = try await correct(
      moved.moveID, MoveCorrection.Change(to: .residential, level: level, bed: .take(room)),
      in: admitted.episodeID)

    #expect(outcome.state == .residentialLeave)
    let record = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID, at: TestDatabase.now))
    #expect(record?.state == .residentialLeave && record?.episode.openStay?.level == level)
    #expect(try await world.board(at: world.hours(-20)).first { $0.bed.id == room }?.bed.occupation == .stay)
    #expect(try await world.board(at: world.hours(-1)).first { $0.bed.id == room }?.bed.occupation == .leave)
    #expect(try await moves(admitted.episodeID).map(\.move.to) == [.detox, .residential, .residentialLeave])
  }

  @Test func `a completion that was none becomes a discharge, and the other way round`() async throws {
    let admitted = try await world.admit(try await world.patient(), to: north.detoxBeds[0], hoursAgo: 40)
    let ended = try await world.records.move(
      try world.move(.complete, to: .ended, at: world.hours(-2)), in: admitted.episodeID, as: world.caller)

    _ = try await correct(ended.moveID, .dischargeReason(.transferredNotReported), in: admitted.episodeID)

    let record = try await world.records.run(
      as: world.caller, Action(.episodeRead), Episodes.find(admitted.episodeID))
    #expect(record?.dischargeReason == .transferredNotReported)
    let last = try #require(try await moves(admitted.episodeID).last)
    #expect(last.move.event == .discharge && last.move.dischargeReason == .transferredNotReported)
    _ = try await correct(last.move.id, .dischargeReason(.completed), in: admitted.episodeID)
    #expect(try await moves(admitted.episodeID).last?.move.event == .complete)
  }
}
