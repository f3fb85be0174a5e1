import Foundation
import TestSupport
import Testing

/// A questionnaire asked at the terminal.
@Suite(.database, .timeLimit(.minutes(10)))
struct ScreeningConversationTests {
  private struct Screening: Decodable {
    let id: String
    let total: Int?
    let at_least: Int?
    let items_answered: Int
    let answers: [String: Answer]

    enum Answer: Decodable, Equatable {
      case value(Int)
      case missing(String)

      init(from decoder: any Decoder) throws {
        if let value = try? decoder.singleValueContainer().decode(Int.self) {
          self = .value(value)
        } else {
          self = .missing(try decoder.singleValueContainer().decode([String: String].self)["missing"] ?? "")
        }
      }
    }
  }

  private func typed(_ answers: [String]) -> Data {
    Data(answers.map { "\($0)\n" }.joined().utf8)
  }

  @Test func `zero, blank, refused and unable are four things, and a wrong answer is asked again`()
    async throws
  {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()

    let outcome = try await clinic.run(
      ["screening", "record", "--instrument", "phq_9", "--patient", patient, "--json"],
      input: typed(["0", "", "refused", "unable", "7", "maybe", "2", "1", "1", "1", "0", "not applicable"]))

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("[1 of 10] 1.") && outcome.errors.contains("[5 of 10] 5."))
    #expect(outcome.errors.contains("Use 0, 1, 2 or 3"))
    let screening: Screening = try outcome.json()
    #expect(
      screening.answers == [
        "1": .value(0), "2": .missing("not_collected"), "3": .missing("refused"), "4": .missing("unable"),
        "5": .value(2), "6": .value(1), "7": .value(1), "8": .value(1), "9": .value(0),
        "10": .missing("not_applicable"),
      ])
    #expect(screening.total == nil && screening.at_least == 5 && screening.items_answered == 6)
  }

  @Test func `what need not be asked is left out, and back takes an answer back`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()

    let outcome = try await clinic.run(
      ["screening", "record", "--instrument", "audit", "--patient", patient, "--json"],
      input: typed(["back", "2", "back", "0", "0", "2"]))

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("This is the first one.") && outcome.errors.contains("Back to 1."))
    #expect(outcome.errors.contains("[2 of 3] 9."))
    let screening: Screening = try outcome.json()
    #expect(screening.answers == ["1": .value(0), "9": .value(0), "10": .value(2)])
    #expect(screening.total == 2)
  }

  @Test func `a form that was left is kept and gone on with`() async throws {
    let clinic = try await CommandClinic()
    let patient = try await clinic.patient()
    let left = try await clinic.run(
      ["screening", "record", "--instrument", "phq_2", "--patient", patient], input: typed(["3"]))
    #expect(left.status == 65 && left.errors.contains("--resume '"), "\(left)")
    let parts = left.errors.split(separator: "'")
    let draft = try #require(parts.first { $0.hasSuffix(".json") })

    let resumed = try await clinic.run(
      ["screening", "record", "--resume", String(draft), "--json"], input: typed(["1"]))

    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("[2 of 2] 2."))
    let screening: Screening = try resumed.json()
    #expect(screening.total == 4)
    #expect(!FileManager.default.fileExists(atPath: String(draft)))

    let trend = try await clinic.run(["screening", "trend", patient, "phq_2"])
    #expect(trend.status == 0 && trend.output.contains("##"), "\(trend)")
    let history = try await clinic.run(["screening", "history", screening.id, "--json"])
    #expect(try history.json([Screening].self).count == 1)
  }
}
