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
    #expect(summary.episodes == 50)
    #expect(summary.facilities == 4)
    #expect(summary.screenings == 100)
    #expect(try await number("SELECT count(*) AS number FROM clinic.episode") == 50)
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
        SELECT count(*) AS number FROM clinic.occupation AS o JOIN clinic.stay_fact AS s USING (organization_id, stay_id)
        WHERE o.known_to = 'infinity' AND s.known_to = 'infinity' AND o.valid <> s.valid
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
          FROM clinic.move) AS m
        WHERE sequence > 1 AND from_state <> before OR sequence = 1 AND event NOT IN ('admit', 'readmit')
        """
      ),
      (
        "an end without its move",
        """
        SELECT count(*) AS number FROM clinic.episode_fact AS e
        WHERE known_to = 'infinity' AND NOT upper_inf(valid) AND NOT EXISTS (
          SELECT FROM clinic.move AS m WHERE m.episode_id = e.episode_id AND m.to_state = 'ended'
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
    ]
    for (what, sql) in strays { #expect(try await number(sql) == 0, "\(what)") }
    #expect(try await number("SELECT count(*) AS number FROM clinic.move WHERE event = 'readmit'") > 20)
  }
}
