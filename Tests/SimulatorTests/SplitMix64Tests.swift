import Clinic
import Testing

@testable import Simulator

@Suite struct SplitMix64Tests {
  @Test func `the numbers are those of the published generator`() {
    var random = SplitMix64(seed: 1_234_567)

    let numbers = (0..<5).map { _ in random.next() }

    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func `chances come out as often as they say`() {
    var random = SplitMix64(seed: 7)

    let hits = (0..<100_000).count { _ in random.chance(0.3) }

    #expect((29_500...30_500).contains(hits))
    #expect((0..<1_000).allSatisfy { _ in (3...5).contains(random.number(3...5)) })
  }
}
