import Foundation
import Testing

@testable import Clinic

@Suite struct News2AgreementTests {
  @Test(arguments: 0..<200 as Range<UInt64>)
  func `the definition and the bedside calculation of NEWS2 agree`(seed: UInt64) throws {
    let news = try instrument("news2")
    var random = SeededRandom(seed: seed)
    let answers = Screening.Answers.random(news, nil, missing: 0, using: &random)
    func value(_ item: Int16) throws -> Int16 { try #require(answers[item]?.value) }
    let readings: [VitalSign: Reading] = [
      .respirations: .number(Decimal(Int(try value(1)))),
      .oxygenSaturation: .number(Decimal(Int(try value(4)))),
      .breathing: .word(try value(3) == 0 ? "air" : "oxygen"), .systolic: .number(Decimal(Int(try value(5)))),
      .pulse: .number(Decimal(Int(try value(6)))),
      .consciousness: .word(try value(7) == 0 ? "alert" : "voice"),
      .temperature: .number(Decimal(Int(try value(8))) / 10),
    ]

    let bedside = try #require(News2(readings, scale: try value(2) == 1 ? .first : .second))
    let score = try news.score(answers)

    #expect(score.total == .complete(bedside.total))
    #expect(score.flags.contains { $0.slug == "red_parameter" } == bedside.isRed)
  }
}
