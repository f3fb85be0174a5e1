import Testing

@testable import Clinic

/// A case of Cases/scoring.json put into answers to one of our instruments.
struct CaseSheet {
  let slug: String
  var substance: String?
  var answers: Screening.Answers

  init(_ example: ScoringCases.Case) throws {
    switch (example.instrument, example.input) {
    case ("DAST-10", .named(let input)): self.init("dast_10", Self.yesNo(input))
    case ("BAM", .named(let input)):
      // The case gives a 2 to item 14, which the manual answers with no (0) or yes (4): the same sum without it.
      var answers = try Self.numbered(input)
      if answers[14]?.value == 2, answers[16]?.value == 2 {
        (answers[14], answers[16]) = (.value(4), .value(0))
      }
      self.init("bam", answers)
    case ("NEWS2", .named(let input)): self.init("news2", try Self.vitals(input))
    case ("C-SSRS-screener", .named(let input)): self.init("c_ssrs", try Self.risks(input))
    case ("ASSIST-3.1", .named(let input)): try self.init(assist: input)
    case ("DSM-5-SUD", .named(let input)): try self.init(criteria: input)
    case (let title, .values(let values)):
      let numbered = values.enumerated().map { (Int16($0.offset + 1), $0.element) }
      self.init(Self.slug(of: title), recorded(Dictionary(uniqueKeysWithValues: numbered)))
    case (let title, .named):
      throw UnknownCase(title: title)
    }
    if slug == "sds" { substance = "ketamine" }
  }

  private init(_ slug: String, _ answers: Screening.Answers, substance: String? = nil) {
    (self.slug, self.answers, self.substance) = (slug, answers, substance)
  }

  static func slug(of title: String) -> String {
    title == "C-SSRS-screener"
      ? "c_ssrs" : title.lowercased().replacing("-", with: "_").replacing("_3.1", with: "")
  }

  private static func yesNo(_ input: [String: ScoringCases.Entry]) -> Screening.Answers {
    var answers: [Int16: Int16] = [:]
    for (name, value) in [("yes", 1), ("no", 0)] as [(String, Int16)] {
      guard case .numbers(let items) = input[name] else { continue }
      for item in items { answers[item] = value }
    }
    return recorded(answers)
  }

  private static func numbered(_ input: [String: ScoringCases.Entry]) throws -> Screening.Answers {
    var answers: [Int16: Int16] = [:]
    for (name, entry) in input {
      guard case .number(let value) = entry else { continue }
      answers[try #require(Int16(name))] = Int16(value)
    }
    return recorded(answers)
  }

  private static func vitals(_ input: [String: ScoringCases.Entry]) throws -> Screening.Answers {
    func number(_ name: String) throws -> Double {
      guard case .number(let value) = input[name] else { throw UnknownCase(title: name) }
      return value
    }
    guard case .text(let consciousness) = input["acvpu"] else { throw UnknownCase(title: "acvpu") }
    let level = try #require(["A", "C", "V", "P", "U"].firstIndex(of: consciousness))
    return recorded([
      1: Int16(try number("rr")), 2: Int16(try number("scale")), 3: input["oxygen"] == .flag(true) ? 1 : 0,
      4: Int16(try number("spo2")), 5: Int16(try number("sbp")), 6: Int16(try number("pulse")),
      7: Int16(level), 8: Int16((10 * (try number("temp"))).rounded()),
    ])
  }

  private static func risks(_ input: [String: ScoringCases.Entry]) throws -> Screening.Answers {
    let items: [String: Int16] = ["q1": 1, "q2": 2, "q3": 3, "q4": 4, "q5": 5, "q6_life": 6, "q6_3mo": 7]
    var answers: [Int16: Int16] = [:]
    for (name, entry) in input { answers[try #require(items[name])] = entry == .flag(true) ? 1 : 0 }
    return recorded(answers)
  }

  private init(criteria input: [String: ScoringCases.Entry]) throws {
    var answers: [Int16: Int16] = [12: 0]
    if case .number(let met) = input["criteria_met"] {
      for item in 1...10 { answers[Int16(item)] = item <= Int(met) ? 1 : 0 }
    }
    if input["withdrawal_endorsed"] == .flag(true) { answers[11] = 1 }
    self.init("dsm_5_sud", recorded(answers), substance: "ketamine")
  }

  private init(assist input: [String: ScoringCases.Entry]) throws {
    guard case .text(let name) = input["substance"] else { throw UnknownCase(title: "ASSIST") }
    let substance = name.contains("ketamine") ? "ketamine" : name.contains("any") ? "opioids" : name
    var answers: [Int16: Int16] = [1: 1]
    if input["all"] != nil {
      answers.merge([2: 6, 3: 6, 4: 7, 5: 8, 6: 6, 7: 6]) { $1 }
    } else if case .number(let score) = input["score"] {
      // Ten points, as in the case: every week, and concern of others.
      #expect(score == 10)
      answers.merge([2: 4, 3: 0, 4: 0, 5: 0, 6: 6, 7: 0]) { $1 }
    } else {
      let words: [String: [String: Int16]] = [
        "Q2": ["weekly": 4], "Q3": ["weekly": 5], "Q4": ["monthly": 5], "Q5": ["once/twice": 5],
        "Q6": ["never": 0, "earlier": 3], "Q7": ["never": 0, "earlier": 3],
      ]
      for (question, values) in words {
        guard case .text(let word) = input[question], let value = values[word],
          let item = Int16(question.dropFirst())
        else { throw UnknownCase(title: question) }
        answers[item] = value
      }
    }
    self.init("assist", recorded(answers), substance: substance)
  }

  struct UnknownCase: Error {
    let title: String
  }
}
