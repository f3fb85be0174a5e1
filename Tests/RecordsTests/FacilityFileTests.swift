import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Facilities, units and beds from the clinic's file.
@Suite(.database, .timeLimit(.minutes(10)))
struct FacilityFileTests {
  @Test func `what is printed and loaded again changes nothing`() async throws {
    let world = try TestWorld()
    let layout = try await layout(world)

    let read = try FacilityFile(file: "facilities.yaml", yaml: Array(layout.text.utf8))

    #expect(FacilityChange.all(from: layout, to: read).isEmpty)
    #expect(read.houses.map(\.slug) == ["north", "south"] && read.houses[0].units[0].beds.count == 4)
  }

  @Test func `a file adds, changes and retires, and the board follows from then on`() async throws {
    let world = try TestWorld()

    let changes = try await load(world, Self.file)

    #expect(
      changes.map { "\($0.kind) \($0.path)" } == [
        "changed north", "retired north/detox/D-03", "retired north/detox/D-04",
        "retired north/residential/R-01", "retired north/residential/R-02",
        "retired north/residential/R-03", "retired north/residential/R-04", "retired north/residential",
        "changed north/detox", "changed north/detox/D-02",
        "new north/detox/D-05", "new north/women's house", "new north/women's house/W 1", "new east",
        "new east/detox",
        "new east/detox/D-01",
      ])
    #expect(try await FacilityChange.all(from: layout(world), to: Self.read(Self.file)).isEmpty)
    let now = try await world.board(at: TestDatabase.now)
    #expect(now.map(\.bed.label) == ["D-01", "D-02", "D-05", "W 1"])
    #expect(now.map(\.bed.tags) == [[], ["accessible", "single"], [], []])
    #expect(now.last?.bed.exclusiveTo == .women)
    #expect(try await world.board(at: world.hours(-1)).map(\.bed.label).contains("R-04"))
  }

  @Test func `a bed with somebody in it, or held, is not retired, and nothing changes`() async throws {
    let world = try TestWorld()
    let (beds, before) = (world.database.north.detoxBeds, try await layout(world))
    _ = try await world.admit(try await world.patient(), to: beds[2], hoursAgo: 5)
    try await world.records.hold(
      beds[3], for: nil, from: world.hours(5), until: world.hours(6), reason: nil,
      occupation: TestDatabase.new(), as: world.caller)

    let refusal = try #require(
      await #expect(throws: InvalidValues.self) { _ = try await load(world, Self.file) })

    #expect(
      refusal.all.map(\.message) == [
        "The field north/detox/D-03 names a bed that cannot be retired. The bed north/detox/D-03 is taken with no end set.",
        "The field north/detox/D-04 names a bed that cannot be retired. The bed north/detox/D-04 is being held until 2026-06-15T14:00:00-04:00.",
      ])
    #expect(try await layout(world) == before)
  }

  @Test func `nobody can come into a bed that has gone, and its label may be given again`() async throws {
    let world = try TestWorld()
    let old = world.database.north.detoxBeds[2]
    _ = try await load(world, Self.file)

    await #expect(throws: BedNotInUse()) {
      _ = try await world.admit(try await world.patient(), to: old, hoursAgo: 5)
    }
    await #expect(throws: BedNotInUse()) {
      try await world.records.hold(
        old, for: nil, from: world.hours(1), until: world.hours(2), reason: nil,
        occupation: TestDatabase.new(), as: world.caller)
    }
    _ = try await load(world, Self.file.replacing("- D-05", with: "- D-05\n          - D-03"))
    let beds = try await world.board(at: TestDatabase.now).filter { $0.bed.label == "D-03" }
    #expect(beds.count == 1 && beds[0].bed.id != old)
  }

  @Test func `whoever works in one facility cannot load another`() async throws {
    let world = try TestWorld()
    let caller = Caller(
      token: try await world.database.token(of: .director, in: world.database.south.id), source: .cli,
      requestID: "test")
    let changes = FacilityChange.all(from: try await layout(world), to: try Self.read(Self.file))

    await #expect(throws: NotFound.self) { try await world.records.load(changes, as: caller) }
    #expect(try await FacilityChange.all(from: layout(world), to: Self.read(Self.file)) == changes)
  }

  private func load(_ world: TestWorld, _ text: String) async throws -> [FacilityChange] {
    let changes = FacilityChange.all(from: try await layout(world), to: try Self.read(text))
    try await world.records.load(changes, as: world.caller)
    return changes
  }

  private func layout(_ world: TestWorld) async throws -> FacilityFile {
    try await world.records.run(
      as: world.caller, Action("facility.list", needs: .facilityOpen),
      FacilityLayout.now(at: TestDatabase.now))
  }

  private static func read(_ text: String) throws -> FacilityFile {
    try FacilityFile(file: "facilities.yaml", yaml: Array(text.utf8))
  }

  private static let file = """
    version: 1
    tags: [accessible, single]
    facilities:
      - facility: north
        name: North House
        zone: America/New_York
        longest_hold_hours: 24
        units:
          - unit: Detox
            stage: detox
            exclusive_to: adults
            beds:
              - D-01
              - {bed: D-02, tags: [single, accessible]}
              - D-05
          - unit: Women's House
            stage: residential
            exclusive_to: women
            beds: [W 1]
      - facility: east
        name: East House
        zone: UTC
        since: 2026-01-01
        units:
          - {unit: Detox, stage: detox, beds: [D-01]}
    """
}
