import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// What is measured at the bedside, and what of it the database takes.
@Suite(.database, .timeLimit(.minutes(10)))
struct FlowsheetTests {
  private let bedside: Bedside
  private let world: TestWorld

  init() throws {
    bedside = try Bedside()
    world = bedside.world
  }

  @Test func `each reading is kept as it was found`() async throws {
    let episode = try await bedside.episode()
    let readings: [VitalSign: Reading] = [
      .craving: .number(0), .pain: .missing(.refused), .mood: .missing(.asleep),
      .sleepHours: .number(Decimal(string: "5.5") ?? 0),
      .urineBlood: .word("none"), .bladderPain: .missing(.unable), .urinations: .missing(.notDone),
      .temperature: .number(Decimal(string: "36.4") ?? 0), .pulse: .number(168),
    ]
    let set = bedside.vitals(episode, readings, confirmed: [.pulse])
    let stored = try await world.records.record(set, as: world.caller)
    #expect(stored.news2 == nil)
    let found = try #require(try await bedside.sheet(episode).vitals.first)
    #expect(
      found.vitals.readings == readings && found.vitals.confirmed == [.pulse] && found.vitals.at == set.at)
  }

  @Test func `the database makes the same NEWS2 of a set as the program, and none of a part`() async throws {
    let episode = try await bedside.episode()
    var random = SeededRandom(7)
    var (whole, parts) = (0, 0)
    for index in 0..<60 {
      var readings: [VitalSign: Reading] = [
        .respirations: .number(Decimal(Int.random(in: 8...40, using: &random))),
        .oxygenSaturation: .number(Decimal(Int.random(in: 80...100, using: &random))),
        .breathing: .word(Bool.random(using: &random) ? "air" : "oxygen"),
        .systolic: .number(Decimal(Int.random(in: 70...220, using: &random))),
        .pulse: .number(Decimal(Int.random(in: 40...160, using: &random))),
        .consciousness: .word(Bool.random(using: &random) ? "alert" : "confusion"),
        .temperature: .number(Decimal(Int.random(in: 340...410, using: &random)) / 10),
      ]
      if index.isMultiple(of: 5) {
        readings[VitalSign.ofNews2.sorted { $0.rawValue < $1.rawValue }[index / 5 % 7]] = .missing(.refused)
      }
      var set = bedside.vitals(episode, readings)
      if Bool.random(using: &random) {
        set = Vitals(id: set.id, episodeID: episode, at: set.at, scale: .second, readings: readings)
      }
      let stored = try await world.records.record(set, as: world.caller)
      let (total, isRed) = try await world.database.owner.run(
        Query<(Int16?, Bool?)>.one("SELECT news2, news2_red FROM clinic.vitals WHERE vitals_id = \(set.id)") {
          (try $0["news2"], try $0["news2_red"])
        })
      #expect(total.map { Int($0) } == stored.news2?.total && isRed == stored.news2?.isRed, "\(readings)")
      if total == nil { parts += 1 } else { whole += 1 }
    }
    #expect(whole == 48 && parts == 12)
  }

  @Test func `the database takes no value that cannot be, and none that is unlikely and not confirmed`()
    async throws
  {
    let episode = try await bedside.episode()
    _ = try await world.records.record(bedside.vitals(episode, [.pulse: .number(70)]), as: world.caller)
    for (change, constraint) in [
      ("systolic = 1200, confirmed = '{systolic}'", "vitals_possible"),
      ("temperature = 45.1, confirmed = '{temperature}'", "vitals_possible"),
      ("pulse = 188", "vitals_likely_or_confirmed"),
      ("systolic = 80, diastolic = 80", "vitals_pressure_in_order"),
      ("pulse_missing = 'refused'", "vitals_value_or_reason"), ("pulse = NULL", "vitals_not_empty"),
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await world.database.owner.run(.execute(SQL(unsafe: "UPDATE clinic.vitals SET \(change)")))
      }
      #expect(error?.constraint == constraint, "\(change)")
    }
  }
}
