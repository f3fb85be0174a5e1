import Clinic
import Foundation
import Testing

/// What can be measured, what cannot be, and what is asked about.
struct VitalsTests {
  private func faults(_ readings: [VitalSign: Reading], confirmed: Set<VitalSign> = []) -> [String] {
    var random = SeededRandom(seed: 1)
    let now = Date(timeIntervalSince1970: 1_781_524_800)
    let set = Vitals(
      id: .init(at: now, random: &random), episodeID: .init(at: now, random: &random), at: now,
      readings: readings,
      confirmed: confirmed)
    do {
      try set.check()
      return []
    } catch {
      return error.all.map { "\($0.field ?? "-") \($0.code)" }
    }
  }

  @Test func `zero, not done, refused, unable, asleep and not asked for are six things`() throws {
    let craving = VitalSign.craving
    let readings = try ["0", "not done", "refused", "unable", "asleep"].map { try craving.reading($0) }
    #expect(Set(readings).count == 5)
    #expect(readings[0] == .number(0) && readings[4] == .missing(.asleep))
    for reading in readings { #expect(faults([craving: reading]) == []) }
    #expect(faults([:]) == ["- nothing-measured"])
  }

  @Test func `what cannot be is refused`() {
    #expect(faults([.systolic: .number(1_200)]) == ["systolic impossible-value"])
    #expect(faults([.craving: .number(11)]) == ["craving impossible-value"])
    #expect(faults([.systolic: .number(80), .diastolic: .number(80)]) == ["diastolic impossible-value"])
  }

  @Test func `degrees Fahrenheit are recognized, and said in Celsius`() throws {
    #expect(faults([.temperature: .number(98)]) == ["temperature fahrenheit"])
    let reading = try VitalSign.temperature.reading("98.6")
    var random = SeededRandom(seed: 1)
    let set = Vitals(
      id: .init(at: .distantPast, random: &random), episodeID: .init(at: .distantPast, random: &random),
      at: .distantPast,
      readings: [.temperature: reading], confirmed: [.temperature])
    let error = #expect(throws: InvalidValues.self) { try set.check() }
    #expect(error?.remedy.contains("37.0") == true)
  }

  @Test func `what is seldom right is asked about, and taken once it is confirmed`() {
    #expect(faults([.pulse: .number(188)]) == ["pulse unlikely-value"])
    #expect(faults([.pulse: .number(188)], confirmed: [.pulse]) == [])
    #expect(
      faults([.pulse: .number(188), .temperature: .number(42)], confirmed: [.pulse]) == [
        "temperature unlikely-value"
      ])
    #expect(faults([.pulse: .number(0)]) == ["pulse unlikely-value"])
  }

  @Test func `everything that is wrong is told at once`() {
    #expect(faults([.pulse: .number(999), .systolic: .number(1_200), .pain: .number(3)]).count == 2)
  }

  @Test func `confirming what needs no confirmation is not kept`() {
    var random = SeededRandom(seed: 1)
    let now = Date(timeIntervalSince1970: 0)
    let set = Vitals(
      id: .init(at: now, random: &random), episodeID: .init(at: now, random: &random), at: now,
      readings: [.pulse: .number(70), .systolic: .number(230)], confirmed: [.pulse, .systolic, .pain])
    #expect(set.confirmed == [.systolic])
  }

  @Test(arguments: ["", "-1", "1e3", "0x10", "12345", "3,7", "37.25", "٣٧", "nan"])
  func `what is no number is refused`(text: String) {
    #expect(throws: InvalidValue.self) { try VitalSign.temperature.reading(text) }
  }

  @Test func `a letter is enough for a word`() throws {
    #expect(try VitalSign.consciousness.reading("V") == .word("voice"))
    #expect(throws: InvalidValue.self) { try VitalSign.consciousness.reading("sleepy") }
  }
}
