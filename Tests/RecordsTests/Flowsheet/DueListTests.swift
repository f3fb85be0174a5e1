import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// The list of what is due on a unit.
@Suite(.database, .timeLimit(.minutes(10)))
struct DueListTests {
  private let bedside: Bedside
  private let world: TestWorld

  init() throws {
    bedside = try Bedside()
    world = bedside.world
  }

  @Test func `nothing is due any more after the discharge, and nothing is recorded`() async throws {
    let episode = try await bedside.episode()
    _ = try await bedside.start("ketamine", episode, hoursAgo: 2)
    #expect(try await bedside.due().count == 7)
    _ = try await world.records.move(
      world.move(.discharge, to: .ended, at: world.hours(-1), reason: .leftAgainstAdvice), in: episode,
      as: world.caller)
    #expect(try await bedside.due().isEmpty)
    let late = await #expect(throws: InvalidValue.self) {
      try await world.records.record(bedside.vitals(episode, [.pulse: .number(70)]), as: world.caller)
    }
    #expect(late?.code == "outside-episode")
    _ = try await world.records.record(
      bedside.vitals(episode, [.pulse: .number(70)], hoursAgo: 3), as: world.caller)
    let sheet = try await bedside.sheet(episode)
    #expect(sheet.monitorings.allSatisfy { sheet.plan(of: $0).isOver(at: TestDatabase.now) })
  }

  @Test func `the list shows one unit, what is late first, and what changed since the shift began`()
    async throws
  {
    let (one, two) = (try await bedside.episode(), try await bedside.episode(bed: 1))
    _ = try await bedside.start("ketamine", one, hoursAgo: 5)
    _ = try await bedside.start("ketamine", two)
    let lines = try await bedside.due()
    #expect(lines.first?.episodeID == one && lines.prefix(7).allSatisfy { $0.isLate(at: TestDatabase.now) })
    #expect(lines.count == 14 && lines.suffix(7).allSatisfy { !$0.isLate(at: TestDatabase.now) })
    _ = try await world.records.record(
      bedside.vitals(one, Bedside.whole.merging([.pulse: .number(135)]) { $1 }), as: world.caller)
    let raised = try #require(
      try await bedside.due(0.1, since: 1).first { $0.check == "vitals" && $0.episodeID == one })
    #expect(raised.raised?.tell == "prescriber" && raised.dueAt == world.hours(1))
    #expect(try await bedside.due(0.1).first { $0.check == "vitals" && $0.episodeID == one } == nil)
    let units = try await world.records.run(as: world.caller, Action("unit.list", needs: nil), Units.all)
    let residential = units.first { $0.facilityID == world.database.north.id && $0.stage == .residential }
    let elsewhere = try await bedside.page(DueFilter(unit: residential?.id, until: world.hours(4)))
    #expect(elsewhere.lines.isEmpty)
  }

  @Test func `pages of what is due come to the whole list, and each says how much there is in all`()
    async throws
  {
    for (bed, hours) in [9.0, 30, 50].enumerated() {
      _ = try await bedside.start(
        "ketamine", try await bedside.episode(bed: bed, hoursAgo: 60), hoursAgo: hours)
    }
    for since in [nil, world.hours(-100)] {
      var filter = DueFilter(
        facility: world.database.north.id, until: world.hours(30), since: since, limit: 1_000)
      let whole = try await bedside.page(filter)
      #expect(whole.lines.count > 6 && whole.left == 0 && whole.next == nil)
      #expect(whole.counts.late == Int64(whole.lines.count { $0.isLate(at: TestDatabase.now) }))
      #expect(whole.counts.raised == Int64(whole.lines.count { $0.raised != nil }))
      #expect(whole.counts.changed == (since == nil ? 0 : Int64(whole.lines.count)))
      var (seen, pages): ([DueLine], Int) = ([], 0)
      filter.limit = 2
      repeat {
        let page = try await bedside.page(filter)
        #expect(page.counts == whole.counts && page.left == whole.lines.count - seen.count - page.lines.count)
        seen += page.lines
        pages += 1
        filter.after = try page.next.map { place throws(InvalidValue) in try DuePlace(cursor: place.cursor) }
      } while filter.after != nil && pages < 100
      #expect(seen == whole.lines)
    }
  }

  @Test(arguments: [
    "", "..", "x.y.z", "018bcfe8-7540-7d23-96d1-a1dfc5722516.vitals",
    "018bcfe8-7540-7d23-96d1-a1dfc5722516.Vit als.1",
  ])
  func `what is no place in the list is refused`(cursor: String) {
    #expect(throws: InvalidValue.self) { try DuePlace(cursor: cursor) }
  }
}
