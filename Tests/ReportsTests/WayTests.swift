import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Reports

/// An episode of several stays: how far it came, and how many units of care it had.
@Suite(.database, .serialized, .timeLimit(.minutes(10))) struct WayTests {
  private func episode(
    _ reason: DischargeReason, until end: Double, then stays: ToldStay...
  ) async throws -> History {
    let history = try await History([
      ToldStay(person: 1, start: History.june(1.2), end: History.june(end), reason: reason)
    ])
    for stay in stays {
      _ = try await history.database.owner.run(
        .execute(
          """
          WITH made AS (
            INSERT INTO clinic.stay (organization_id, id, episode_id, patient_id, recorded_at)
            SELECT organization_id, gen_random_uuid(), episode_id, patient_id, \(stay.start) FROM clinic.episode_fact
            RETURNING *
          )
          INSERT INTO clinic.stay_fact (organization_id, id, stay_id, episode_id, patient_id, facility_id, stage, valid,
            end_reason, known_from, recorded_by)
          SELECT made.organization_id, gen_random_uuid(), made.id, made.episode_id, made.patient_id, fact.facility_id,
            \(stay.stage.rawValue)::reference.stage, \(PostgresRange<Date>(from: stay.start, to: stay.end)),
            \(stay.reason?.rawValue), \(stay.start), fact.recorded_by
          FROM made JOIN clinic.episode_fact AS fact ON fact.episode_id = made.episode_id
          """))
    }
    _ = try await history.database.owner.run(
      .execute(
        "UPDATE clinic.episode_fact SET valid = tstzrange(lower(valid), NULL), discharge_reason = NULL"))
    return history
  }

  private func rates(_ measure: String, of history: History) async throws -> [String: Int] {
    let definition = try CohortDefinition(
      yaml: "name: test\ntitle: Test\npopulation: episodes\nmeasures: [\(measure)]")
    let figures = try await history.run(definition).panels.first?.results.first?.figures.figures ?? []
    return figures.reduce(into: [:]) { counts, figure in
      if case .count(let count) = figure.value { counts[figure.name] = count }
    }
  }

  @Test func `who is in detox again after residential has completed both`() async throws {
    let history = try await episode(
      .completed, until: 3,
      then: ToldStay(
        stage: .residential, start: History.june(3), end: History.june(5), reason: .completed),
      ToldStay(stage: .detox, start: History.june(5)))

    let counts = try await rates("funnel: {window: 5}", of: history)

    #expect(counts["detox_completed"] == 1)
    #expect(counts["residential_completed"] == 1)
    #expect(counts["aftercare_begun"] == 0)
  }

  @Test func `a move to another bed in the middle of detox completes nothing`() async throws {
    let history = try await episode(
      .transferred, until: 3,
      then: ToldStay(
        stage: .detox, start: History.june(3), end: History.june(4), reason: .leftAgainstAdvice))

    let counts = try await rates("funnel: {window: 5}", of: history)

    #expect(counts["detox_begun"] == 1)
    #expect(counts["detox_completed"] == 0)
  }

  @Test func `residential before detox does not follow it`() async throws {
    let history = try await episode(
      .completed, until: 6,
      then: ToldStay(
        stage: .residential, start: History.june(-9), end: History.june(-5), reason: .completed))

    let counts = try await rates("funnel: {window: 5}", of: history)

    #expect(counts["detox_completed"] == 1)
    #expect(counts["residential_begun"] == 0)
  }

  @Test func `days in care before and after days away are all units`() async throws {
    let history = try await episode(
      .completed, until: 1.5,
      then: ToldStay(
        stage: .residential, start: History.june(5.2), end: History.june(6.5), reason: .completed))

    let counts = try await rates("units_of_care: {within: 10}", of: history)

    #expect(counts["third_unit"] == 1)
    #expect(counts["fourth_unit"] == 0)
  }

  @Test func `a day on which one stay ends and the next begins is one unit`() async throws {
    let history = try await episode(
      .completed, until: 1.5,
      then: ToldStay(
        stage: .residential, start: History.june(1.5), end: History.june(2.5), reason: .completed))

    let counts = try await rates("units_of_care: {within: 10}", of: history)

    #expect(counts["second_unit"] == 1)
    #expect(counts["third_unit"] == 0)
  }
}
