import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Simulator

@Suite(.database, .timeLimit(.minutes(10))) struct SimulatorTests {
  private static let first = Day(daysSince2000: 9_100) ?? Day(of: TestDatabase.now, in: .gmt)

  private func load(_ seed: UInt64, _ size: Simulator.Size, days: Int = 120) async throws -> Simulator.Summary
  {
    let test = try TestDatabase.required()
    return try await Simulator(seed: seed, size: size, from: Self.first, days: days)
      .load(into: test.records, as: test.caller)
  }

  private func number(_ sql: SQL) async throws -> Int {
    try await TestDatabase.required().owner.run(Query<Int>.one(sql) { try $0["number"] })
  }

  @Test func `the same seed makes the same clinic, and another seed another`() throws {
    func bytes(_ seed: UInt64) throws -> [[UInt8]] {
      try Simulator(seed: seed, size: .episodes(60), from: Self.first, days: 60).plans().flatMap { plan in
        var facility = SimulatedFacility(plan)
        facility.run()
        return ClinicTable.allCases.map { facility.rows.bytes($0) }
      }
    }

    let one = try bytes(1)

    #expect(try bytes(1) == one)
    #expect(try bytes(2) != one)
  }

  @Test func `fifty people make a whole small clinic`() async throws {
    let summary = try await load(1, .patients(50))

    #expect(summary.patients == 50)
    // Whoever goes on in another facility has a second episode there.
    let transfers = try await number(
      "SELECT count(*) AS number FROM clinic.episode_fact WHERE known_to = 'infinity' AND readmission_of IS NOT NULL"
    )
    #expect(summary.episodes == 50 + transfers)
    #expect(summary.facilities == 4)
    #expect(summary.screenings == 2 * summary.episodes)
    #expect(try await number("SELECT count(*) AS number FROM clinic.episode") == summary.episodes)
    #expect(try await number("SELECT count(*) AS number FROM clinic.stay") == summary.stays)
    // Somebody is in a bed now, and calls wait, some of them overdue at the end of the last day.
    #expect(
      try await number(
        "SELECT count(*) AS number FROM clinic.occupation WHERE kind = 'stay' AND upper_inf(valid) AND known_to = 'infinity'"
      ) > 0)
    #expect(try await number("SELECT count(*) AS number FROM clinic.enquiry WHERE state = 'open'") >= 8)
    let end = Self.first.adding(days: 120)
    #expect(
      try await number(
        """
        SELECT count(*) AS number FROM clinic.enquiry WHERE state = 'open' AND next_action_due < \(end)::date
        """) >= 4)
    #expect(
      try await number(
        "SELECT count(*) AS number FROM clinic.demographics WHERE family_name !~ '^Testperson-[0-9]{4,}$'")
        == 0)
  }

  @Test func `those in detox are watched and given what is ordered, by the rules that hold for real people`()
    async throws
  {
    _ = try await load(1, .patients(300), days: 60)
    let test = try TestDatabase.required()
    for (what, sql) in [
      (
        "checks of people who are there",
        "clinic.due_check WHERE due_at IS NOT NULL AND ends_at > (SELECT max(at) FROM clinic.dose)"
      ),
      ("signs", "clinic.vitals WHERE news2 IS NOT NULL"),
      ("scores", "clinic.screening WHERE instrument = 'ciwa_ar'"),
      ("doses", "clinic.dose WHERE outcome = 'given'"),
      ("tapers", "clinic.medication_order WHERE kind = 'taper'"),
      ("allergies", "clinic.allergy WHERE kind = 'none_known'"),
    ] {
      #expect(try await number("SELECT count(*) AS number FROM \(SQL(unsafe: sql))") > 0, "\(what)")
    }
    let episodes = try await test.owner.run(
      Query<[Episode.ID]>.all("SELECT episode_id FROM clinic.flowsheet ORDER BY 1 LIMIT 12") {
        try $0["episode_id"]
      })
    #expect(episodes.count == 12)
    for episode in episodes {
      // What is stored as due is what the protocol derives from what is stored as found.
      let record = try #require(try await test.records.flowsheet(of: episode, as: test.caller))
      for monitoring in record.monitorings {
        let plan = record.plan(of: monitoring)
        let stored = try await test.owner.run(
          Query<[(String, Date?)]>.all(
            "SELECT check_name, due_at FROM clinic.due_check WHERE monitoring_id = \(monitoring.id)"
          ) { (try $0["check_name"], try $0["due_at"]) })
        for check in plan.checks {
          let due = stored.first { $0.0 == check.name }?.1
          #expect(
            due == check.dueAt
              || abs((due ?? .distantPast).timeIntervalSince(check.dueAt ?? .distantFuture)) < 0.001)
        }
      }
    }
    // Each dose is one that its order gives rise to.
    #expect(
      try await number(
        """
        SELECT count(*) AS number FROM clinic.dose AS d JOIN clinic.medication_order AS o ON o.id = d.order_id
        WHERE d.due_at < o.starts OR d.due_at >= o.until
          OR extract(hour FROM d.due_at AT TIME ZONE 'UTC') * 60 + extract(minute FROM d.due_at AT TIME ZONE 'UTC') <> ALL (o.times)
        """) == 0)
  }

  @Test func `a second load is refused and changes nothing`() async throws {
    let summary = try await load(1, .patients(8))

    let error = await #expect(throws: Conflict.self) { _ = try await load(1, .patients(8)) }

    #expect(error?.code == "already-simulated")
    #expect(try await number("SELECT count(*) AS number FROM clinic.patient") == summary.patients)
  }

  @Test func `nobody is in two beds or two episodes, no bed holds two, and every move is told`() async throws
  {
    _ = try await load(3, .episodes(600))

    // The constraints refuse most of it; these are rules that span tables.
    let strays: [(String, SQL)] = [
      (
        "a stay outside its episode",
        """
        SELECT count(*) AS number FROM clinic.stay_fact AS s JOIN clinic.episode_fact AS e USING (organization_id, episode_id)
        WHERE s.known_to = 'infinity' AND e.known_to = 'infinity' AND NOT e.valid @> s.valid
        """
      ),
      (
        "an occupation that is not its stay's time",
        """
        SELECT count(*) AS number FROM (
          SELECT organization_id, stay_id, range_agg(valid) AS parts FROM clinic.occupation
          WHERE known_to = 'infinity' AND stay_id IS NOT NULL GROUP BY 1, 2) AS o
        JOIN clinic.stay_fact AS s USING (organization_id, stay_id)
        WHERE s.known_to = 'infinity' AND o.parts <> s.valid::tstzmultirange
        """
      ),
      (
        "a bed of another stage",
        """
        SELECT count(*) AS number FROM clinic.occupation AS o
        JOIN clinic.stay_fact AS s ON s.stay_id = o.stay_id AND s.known_to = 'infinity'
        JOIN clinic.bed AS b ON b.id = o.bed_id JOIN clinic.unit AS u ON u.id = b.unit_id
        WHERE u.stage <> s.stage
        """
      ),
      (
        "a ledger with a gap",
        """
        SELECT count(*) AS number FROM (
          SELECT from_state, lag(to_state) OVER (PARTITION BY episode_id ORDER BY sequence) AS before, sequence, event
          FROM clinic.move WHERE known_to = 'infinity') AS m
        WHERE sequence > 1 AND from_state <> before OR sequence = 1 AND event NOT IN ('admit', 'readmit')
        """
      ),
      (
        "an end without its move",
        """
        SELECT count(*) AS number FROM clinic.episode_fact AS e
        WHERE known_to = 'infinity' AND NOT upper_inf(valid) AND NOT EXISTS (
          SELECT FROM clinic.move AS m WHERE m.episode_id = e.episode_id AND m.to_state = 'ended' AND m.known_to = 'infinity'
            AND m.effective_at = upper(e.valid) AND m.discharge_reason = e.discharge_reason)
        """
      ),
      (
        "a person with two episodes at once",
        """
        SELECT count(*) AS number FROM clinic.episode_fact AS a JOIN clinic.episode_fact AS b
          ON a.patient_id = b.patient_id AND a.episode_id < b.episode_id AND a.valid && b.valid
        WHERE a.known_to = 'infinity' AND b.known_to = 'infinity'
        """
      ),
      (
        "more people than beds on some day",
        """
        SELECT count(*) AS number FROM generate_series(\(Self.first)::date, \(Self.first.adding(days: 119))::date, '1 day') AS day
        WHERE (SELECT count(*) FROM clinic.occupation WHERE known_to = 'infinity' AND valid @> day) >
          (SELECT count(*) FROM clinic.bed WHERE in_use @> day)
        """
      ),
      (
        "a score that its answers do not add up to",
        """
        SELECT count(*) AS number FROM clinic.screening AS s
        WHERE s.instrument = 'phq_9' AND s.total <> (
          SELECT sum(value) FROM clinic.screening_answer AS a WHERE a.screening_id = s.id AND a.item <= 9)
        """
      ),
      (
        "a fact known before it happened",
        "SELECT count(*) AS number FROM clinic.stay_fact WHERE known_from < coalesce(upper(valid), lower(valid))"
      ),
      (
        "a leave without its bed kept",
        """
        SELECT count(*) AS number FROM clinic.move AS m
        WHERE m.event = 'leave' AND m.known_to = 'infinity' AND NOT EXISTS (
          SELECT FROM clinic.occupation AS o WHERE o.stay_id = m.stay_id AND o.kind = 'leave'
            AND o.known_to = 'infinity' AND lower(o.valid) = m.effective_at)
        """
      ),
      (
        "two in one bed as it was known at some time",
        """
        SELECT count(*) AS number FROM clinic.occupation AS a JOIN clinic.occupation AS b
          ON a.bed_id = b.bed_id AND a.id < b.id AND a.valid && b.valid
          AND tstzrange(a.known_from, a.known_to) && tstzrange(b.known_from, b.known_to)
        """
      ),
      (
        "a stay that was believed twice at some time",
        """
        SELECT count(*) AS number FROM clinic.stay_fact AS a JOIN clinic.stay_fact AS b
          ON a.stay_id = b.stay_id AND a.id < b.id
          AND tstzrange(a.known_from, a.known_to) && tstzrange(b.known_from, b.known_to)
        """
      ),
      (
        "somebody who went on elsewhere before they left",
        """
        SELECT count(*) AS number FROM clinic.episode_fact AS a JOIN clinic.episode_fact AS b ON b.readmission_of = a.episode_id
        WHERE a.known_to = 'infinity' AND b.known_to = 'infinity' AND lower(b.valid) < upper(a.valid)
        """
      ),
      (
        "something told after the last day",
        """
        SELECT count(*) AS number FROM (
          SELECT known_from FROM clinic.occupation UNION ALL SELECT known_from FROM clinic.move
          UNION ALL SELECT known_from FROM clinic.step_down_plan UNION ALL SELECT known_from FROM clinic.hand_off
          UNION ALL SELECT known_from FROM clinic.appointment UNION ALL SELECT known_from FROM clinic.authorization
          UNION ALL SELECT known_from FROM clinic.level_assessment) AS fact
        WHERE known_from >= \(Self.first.adding(days: 120))::date
        """
      ),
    ]
    for (what, sql) in strays { #expect(try await number(sql) == 0, "\(what)") }
    #expect(try await number("SELECT count(*) AS number FROM clinic.move WHERE event = 'readmit'") > 20)
    let there: [SQL] = [
      "clinic.occupation WHERE kind = 'leave'", "clinic.occupation WHERE kind = 'hold' AND corrects IS NULL",
      "clinic.occupation WHERE reason = 'cleaning'", "clinic.occupation WHERE reason = 'repair'",
      "clinic.move WHERE corrects IS NOT NULL", "clinic.stay_fact WHERE corrects IS NOT NULL",
      "clinic.move WHERE known_from > effective_at + interval '1 hour'",
      """
      clinic.episode_fact AS a JOIN clinic.episode_fact AS b ON b.readmission_of = a.episode_id
      WHERE a.facility_id <> b.facility_id AND a.discharge_reason = 4
      """,
      "clinic.step_down_plan WHERE expected_end IS NOT NULL", "clinic.hand_off WHERE answer = 'accepted'",
      "clinic.hand_off WHERE answer IS NULL", "clinic.appointment WHERE state = 'missed'",
      "clinic.appointment WHERE state = 'planned' AND known_to = 'infinity'",
      "clinic.authorization WHERE decision = 'denied'", "clinic.dimension_rating WHERE rating IS NULL",
    ]
    for what in there {
      #expect(try await number("SELECT count(*) AS number FROM \(what)") > 0, "\(what)")
    }
  }
}
