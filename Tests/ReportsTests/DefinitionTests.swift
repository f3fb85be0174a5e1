import Clinic
import Testing

@testable import Reports

@Suite struct DefinitionTests {
  private static let plain = """
    name: plain
    title: Plain
    population: stays
    measures: [counts]
    """

  @Test func `a definition says all it may say`() throws {
    let definition = try CohortDefinition(
      yaml: """
        name: everything
        title: All of it
        population: episodes
        conditions:
          stage: [detox, residential]
          admitted: {from: 2025-01-01, to: 2025-12-31}
          facility: north
          substance: {class: other, drug: 2004, rank: any}
          reason: [completed, left_against_advice]
          sex: female
        groups: {by: service_type, each: stage}
        measures:
          - counts
          - reasons: {form: detailed}
          - length_of_stay: {same_day: hcup}
          - retention: {event: dropout, horizon: 30, marks: [0, 10, 30]}
        """)

    #expect(definition.conditions.stages == [.detox, .residential])
    #expect(definition.conditions.admittedFrom == Day(year: 2025, month: 1, day: 1))
    #expect(definition.conditions.facilities == ["north"])
    #expect(
      definition.conditions.substance
        == SubstanceCondition(substance: .other, drug: .ketamine, route: nil, rank: .any))
    #expect(definition.conditions.reasons == [.completed, .leftAgainstAdvice])
    #expect(definition.conditions.sex == .female)
    #expect(definition.by == .serviceType)
    #expect(definition.each == .stage)
    #expect(
      definition.measures == [
        try Measure(Measure.Counts(nil)), Measure(Measure.Reasons(.detailed)),
        Measure(Measure.LengthOfStay(.hcup)),
        Measure(Measure.Retention(event: .dropout, horizon: 30, marks: [0, 10, 30])),
      ])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let yaml: String
    let line: Int
    let column: Int
    let remedy: String

    var testDescription: String { name }
  }

  private static let mistakes = [
    Mistake(
      name: "misspelt measure", yaml: plain.replacing("[counts]", with: "\n  - counts\n  - retenton"),
      line: 6,
      column: 5, remedy: "Did you mean retention?"),
    Mistake(
      name: "misspelt key", yaml: plain.replacing("population", with: "poplation"), line: 3, column: 1,
      remedy: "Did you mean population?"),
    Mistake(
      name: "misspelt group", yaml: plain + "\ngroups:\n  by: primary-substence", line: 6, column: 7,
      remedy: "Did you mean primary_substance?"),
    Mistake(
      name: "misspelt drug", yaml: plain + "\nconditions:\n  substance: {drug: ketamin}", line: 6, column: 21,
      remedy: "Did you mean ketamine?"),
    Mistake(
      name: "a word nobody meant", yaml: plain.replacing("stays", with: "people"), line: 3, column: 13,
      remedy: "Use one of stays, episodes, patients, enquiries."),
    Mistake(
      name: "no such day", yaml: plain + "\nconditions:\n  admitted: {from: 2025-02-30}", line: 6, column: 20,
      remedy: "Write a day like 2024-02-29."),
    Mistake(
      name: "end before start", yaml: plain + "\nconditions:\n  admitted: {from: 2025-03-01, to: 2025-02-01}",
      line: 6, column: 13, remedy: "Give the earlier day as `from`, the later as `to`."),
    Mistake(
      name: "horizon beyond all",
      yaml: plain.replacing("[counts]", with: "\n  - retention: {horizon: 100000}"),
      line: 5, column: 26, remedy: "Write a number in that range."),
    Mistake(
      name: "measure twice", yaml: plain.replacing("[counts]", with: "[counts, counts]"), line: 4, column: 20,
      remedy: "Leave one of the two out."),
    Mistake(
      name: "no measure", yaml: plain.replacing("\nmeasures: [counts]", with: ""), line: 1, column: 1,
      remedy: "Add a line such as `measures: [counts]`."),
    Mistake(
      name: "a list where a mapping belongs", yaml: plain + "\nconditions: [detox]", line: 5, column: 13,
      remedy: """
        Write `key: value` here, with the keys stage, admitted, facility, substance, reason, sex, age, referral, \
        insurance, payment_source, diagnosis, score, step, readmission, consent.
        """),
    Mistake(
      name: "a word of before beside the present one",
      yaml: plain + "\nconditions: {payment_source: medicaid, payer: medicaid}", line: 5, column: 40,
      remedy: "Leave one of the two out."),
    Mistake(
      name: "two groupings that are the same, one in the word of before",
      yaml: plain + "\ngroups: {by: payer, each: payment_source}", line: 5, column: 27,
      remedy: "Leave one of the two out."),
    Mistake(
      name: "a misspelt word of before", yaml: plain + "\ngroups: {by: paier}", line: 5, column: 14,
      remedy: """
        Use one of facility, sex, age, service, stage, route, insurance, payment_source, primary_substance, \
        service_type, referral_source, admission_year, admission_month.
        """),
    Mistake(
      name: "for a later version, with words that only it knows",
      yaml: plain + "\nedition: 999\nweather: [rain]", line: 5, column: 10,
      remedy: "Update Stepwell, or write the definition for edition \(CohortDefinition.edition)."),
    Mistake(
      name: "not YAML", yaml: "name: [unclosed", line: 2, column: 1,
      remedy: "Look at the indentation, the colons and the quotes at this place."),
    Mistake(
      name: "nothing", yaml: "", line: 1, column: 1,
      remedy: "Write at least `name`, `title`, `population` and `measures`."),
  ]

  @Test(arguments: mistakes)
  func `a mistake is shown where it stands`(_ mistake: Mistake) {
    let refusal = #expect(throws: InvalidDefinition.self) {
      try CohortDefinition(yaml: mistake.yaml, file: "c.yaml")
    }

    #expect(refusal?.line == mistake.line)
    #expect(refusal?.column == mistake.column)
    #expect(refusal?.remedy == mistake.remedy)
    #expect(refusal?.message.hasPrefix("c.yaml:\(mistake.line):\(mistake.column): ") == true)
  }

  @Test func `a word of before says what the present one does`() throws {
    func definition(_ word: String) throws -> CohortDefinition {
      try CohortDefinition(
        yaml: Self.plain
          + "\nconditions: {\(word): [self, medicaid]}\nexcept: {\(word): other}\ngroups: {by: \(word)}")
    }
    let (former, present) = (try definition("payer"), try definition("payment_source"))

    #expect(present.conditions.paymentSource == [.own, .medicaid])
    #expect(former.conditions == present.conditions && former.exceptions == present.exceptions)
    #expect(former.by?.present == .paymentSource && present.by == .paymentSource)
    #expect(present.explanation.contains("Groups are told apart by payment source."))
    #expect(
      former.explanation == present.explanation.replacing("by payment source.", with: "by payer."))
  }

  @Test func `bytes that are not text are refused`() {
    #expect(throws: InvalidDefinition.self) { try CohortDefinition(bytes: [0x6E, 0xFF], file: "c.yaml") }
    #expect(throws: InvalidDefinition.self) { try CohortDefinition(bytes: [0x6E, 0x00], file: "c.yaml") }
  }

  @Test func `the shipped definitions are sound and have names of their own`() throws {
    let shipped = try CohortDefinition.shipped()

    #expect(shipped.count == CohortDefinition.files.count)
    #expect(Set(shipped.map(\.name)).count == shipped.count)
    for definition in shipped { #expect(!definition.explanation.isEmpty) }
  }

  @Test func `a misspelt name of a shipped definition is recognised`() {
    let refusal = #expect(throws: UnknownDefinition.self) {
      try CohortDefinition.shipped(named: "ketamin_admissions")
    }

    #expect(refusal?.remedy == "Did you mean ketamine_admissions?")
  }

  @Test func `the explanation is plain English`() throws {
    let definition = try CohortDefinition.shipped(named: "ketamine_admissions")

    #expect(
      definition.explanation == """
        Counts treatment episodes of people who named ketamine, at any rank, at intake. Groups are told apart by sex. \
        Tells how many came, how many have left, how many are still there, and how many people that is. Sets the \
        reasons for leaving beside each other, pooled as in SAMHSA's tables. Follows the share still in treatment for \
        90 days, where any end of it counts as leaving. A day is a day of the facility's own time zone.
        """)
  }

  @Test(arguments: [("kitten", "sitting", 3), ("form", "from", 1), ("", "abc", 3), ("same", "same", 0)])
  func `the distance of two words counts single changes`(_ left: String, _ right: String, _ distance: Int) {
    #expect(Spelling.distance(left, right) == distance)
  }
}
