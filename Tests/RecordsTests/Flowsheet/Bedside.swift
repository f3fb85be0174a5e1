import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// A clinic with people in detox at whom something is measured, and what is due there.
struct Bedside {
  let world: TestWorld

  init() throws { world = try TestWorld() }

  /// Somebody in detox for 20 hours.
  func episode(bed: Int = 0, hoursAgo: Double = 20) async throws -> Episode.ID {
    try await world.admit(
      try await world.patient(), to: world.database.north.detoxBeds[bed], hoursAgo: hoursAgo
    ).episodeID
  }

  func vitals(
    _ episode: Episode.ID, _ readings: [VitalSign: Reading], hoursAgo: Double = 0,
    confirmed: Set<VitalSign> = []
  ) -> Vitals {
    Vitals(
      id: TestDatabase.new(), episodeID: episode, at: world.hours(-hoursAgo), readings: readings,
      confirmed: confirmed)
  }

  func start(
    _ slug: String, _ episode: Episode.ID, hoursAgo: Double = 0
  ) async throws -> MonitoringRecord {
    try await world.records.start(
      MonitoringOrder(id: TestDatabase.new(), slug: slug, startsAt: world.hours(-hoursAgo)), in: episode,
      as: world.caller)
  }

  func due(_ hours: Double = 4, since: Double? = nil) async throws -> [DueLine] {
    try await page(
      DueFilter(
        facility: world.database.north.id, until: world.hours(hours), since: since.map { world.hours(-$0) },
        limit: 1_000)
    ).lines
  }

  func page(_ filter: DueFilter) async throws -> DuePage {
    try await DuePage(
      world.records.run(
        as: world.caller, Action("flowsheet.due", needs: .flowsheetRead),
        list: DueChecks.list(filter, at: TestDatabase.now)))
  }

  func sheet(_ episode: Episode.ID) async throws -> FlowsheetRecord {
    try #require(try await world.records.flowsheet(of: episode, as: world.caller))
  }

  static let whole: [VitalSign: Reading] = [
    .respirations: .number(16), .oxygenSaturation: .number(97), .breathing: .word("air"),
    .systolic: .number(120),
    .diastolic: .number(80), .pulse: .number(70), .consciousness: .word("alert"), .temperature: .number(37),
  ]
}
