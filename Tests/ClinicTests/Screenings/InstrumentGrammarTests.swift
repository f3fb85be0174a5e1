import Testing

@testable import Clinic

/// A definition that uses every part of the grammar.
private let rich = """
  slug: check
  version: "2"
  title: Check
  about: everything
  recall: today
  licence: ours
  wording: ours
  source: none
  languages: [en, de]
  administered_by: [clinician, interviewer]
  repeat: { days: 14 }
  population: adults
  ages: { from: 18, to: 65 }
  choices:
    yes_no:
      - { value: 0, label: { en: "no", de: nein } }
      - { value: 1, label: { en: "yes", de: ja }, points: 2 }
    plain:
      - { value: 0, label: { en: bad, de: schlecht } }
      - { value: 1, label: { en: good, de: gut } }
  items:
    - { number: 5, question: c_5, label: { en: gate, de: Tor }, choices: yes_no, scored: false, required: true }
    - { number: 1, code: 1A, question: c_1, label: { en: answer, de: Antwort }, choices: yes_no }
    - { number: 2, question: c_2, label: { en: turned, de: gedreht }, choices: plain, reverse: true }
    - number: 3
      question: c_3
      label: { en: heat, de: Wärme }
      measure: { from: 30.0, to: 45.0, unit: °C, decimals: 1, usual: { from: 35.0, to: 41.0 }, advice: Use Celsius. }
      points:
        - when: { 5: 1 }
          rows: [{ to: 36.9, points: 1 }, { from: 37.0, points: 3 }]
        - rows: [{ to: 37.9, points: 0 }, { from: 38.0, points: 2 }]
    - { number: 4, question: c_4, label: { en: often, de: oft }, measure: { from: 0, to: 9, unit: times }, scored: false }
  total:
    citation: here
    band_sets:
      - { slug: first, bands: [{ from: 0, to: 2, label: low }, { from: 3, to: 6, label: high }] }
      - slug: second
        validity: elsewhere
        citation: there
        bands: [{ from: 0, to: 6, label: any }]
    cut_offs:
      - { at_least: 4, ages: { from: 40 } }
    change: { better: lower, standard_deviation: 2.5, reliability: 0.8, smallest_important: 1, citation: here }
  subscales:
    - { slug: part, title: a part, items: [1, 2], citation: here, cut_offs: [{ at_most: 1 }] }
  substances:
    - { slug: one, label: the one }
    - { slug: two, code: b, label: the two, includes: [deux], without: [1], because: It has none., note: Take care. }
  skips:
    - { when: { 5: 0 }, items: [1], counts_if_answered: false }
  triage:
    citation: here
    outcomes: [{ slug: bad, when: [{ 1: 1 }, { 4: { at_least: 7 } }] }]
    otherwise: good
  flags:
    - { slug: hot, when: { 3: { at_least: 39.0 } }, message: look, safety: true }
    - { slug: points, any_points: 3, message: look }
    - { slug: sorted, triage: bad, message: look }
  algorithms:
    - slug: both
      citation: here
      threshold: 1
      clusters: [{ slug: a, items: [1, 2], needed: 2 }]
      outcome: "yes"
      otherwise: "no"
  """

private func load(_ text: String) throws -> Instrument {
  try Instrument(file: "check.yaml", yaml: Array(text.utf8))
}

@Suite struct InstrumentGrammarTests {
  @Test func `every part of the grammar is read`() throws {
    let check = try load(rich)

    #expect(check.items.map(\.number) == [5, 1, 2, 3, 4])
    #expect(check.items[1].mark == "1A")
    #expect(check.items[1].label(in: "de") == "Antwort")
    #expect(check.items[0].choices[1].label(in: "de") == "ja")
    #expect(check.repeatAfterHours == 14 * 24)
    #expect(check.administrators == [.clinician, .interviewer])
    #expect(check.bandSetSlugs == ["first", "second"])
    #expect(check.total?.bandSets[1].validity == "elsewhere")
    #expect(check.total?.change?.better == .lower)
    #expect(abs((check.total?.change?.leastReliable ?? 0) - 3.099) < 0.001)
    #expect(try check.form(of: "deux")?.slug == "two")
  }

  @Test func `points depend on other answers, and are a stretch until these are known`() throws {
    let check = try load(rich)
    func total(_ answers: Screening.Answers) throws -> Score.Sum? {
      try check.score(answers, substance: "two").total
    }

    #expect(try total([5: .value(1), 2: .value(1), 3: .value(375)]) == .complete(3))
    #expect(try total([5: .value(0), 2: .value(1), 3: .value(375)]) == .complete(0))
    #expect(
      try total([2: .value(1), 3: .value(375)]) == .partial(atLeast: 0, atMost: 3, answered: 2, of: 3),
      "the item that decides is needed, though it has no points")
  }

  @Test func `an answer that does not count is left out, and told`() throws {
    let check = try load(rich)
    let score = try check.score(
      [5: .value(0), 1: .value(1), 2: .value(1), 3: .value(375)], substance: "one")

    #expect(score.total == .complete(0))
    #expect(score.answeredThoughSkipped == [1])
    let open = try check.score([1: .value(1), 2: .value(1), 3: .value(375)], substance: "one")
    #expect(open.total?.atLeast == 0)
    #expect(open.total?.atMost == 5)
  }

  @Test func `an item that is not asked of a substance is refused with the reason`() throws {
    let error = #expect(throws: InvalidValues.self) {
      try load(rich).score([1: .value(1)], substance: "two")
    }

    #expect(error?.code == "item-not-asked")
    #expect(error?.remedy == "Leave it out. It has none.")
    #expect(try load(rich).score([:], substance: "two").notes == ["Take care."])
  }

  @Test func `a substance, a set of bands and an age that do not fit are told`() throws {
    let check = try load(rich)

    #expect(throws: InvalidValues.self) { try check.score([:]) }
    #expect(throws: InvalidValues.self) { try check.score([:], substance: "three") }
    #expect(throws: InvalidValues.self) { try check.score([:], substance: "one", bandSet: "third") }
    #expect(throws: InvalidValues.self) { try instrument("phq_9").score([:], substance: "one") }
    #expect(
      try check.score([:], age: 17, substance: "one").notes
        == ["Check is published for ages 18 to 65, and the person is 17 years old."])
  }

  @Test func `a number is written with its decimal places and read the same way`() throws {
    let heat = try #require(try load(rich).item(3))

    #expect(try heat.value(from: "36.8") == 368)
    #expect(try heat.value(from: "37") == 370)
    #expect(try heat.value(from: "37.00") == 370)
    #expect(heat.text(of: 368) == "36.8")
    for text in ["36.85", "98.6", "", ".", "37.", "hot", "3e1", "-37", "٣٧"] {
      let error = #expect(throws: InvalidValue.self) { try heat.value(from: text) }
      #expect(error?.remedy == "Use 30.0 to 45.0 °C. Use Celsius.")
    }
  }

  @Test func `an unlikely number is asked about and still taken`() throws {
    let check = try load(rich)

    #expect(check.doubts(about: [3: .value(425)]).map(\.code) == ["unlikely-answer"])
    #expect(check.doubts(about: [3: .value(425)]).first?.value == "42.5")
    #expect(check.doubts(about: [3: .value(370), 4: .value(9)]).isEmpty)
    #expect(try check.score([3: .value(425)], substance: "two").flags.map(\.slug) == ["hot"])
  }

  @Test(arguments: [
    ("languages: [en, de]", "languages: [en, de, fr]", "lacks the language fr"),
    ("languages: [en, de]", "languages: [en]", "is not a language of this file"),
    ("languages: [en, de]", "languages: [english]", "is not the code of a language"),
    ("label: { en: gate, de: Tor }", "label: gate", "is in one language only"),
    ("administered_by: [clinician, interviewer]", "administered_by: [robot]", "is not a known code"),
    ("wording: ours", "wording: stolen", "is not a known code"),
    ("repeat: { days: 14 }", "repeat: { days: 0 }", "is not a time to wait"),
    (
      "ages: { from: 18, to: 65 }\nchoices", "ages: { from: 66, to: 65 }\nchoices", "is not a stretch of ages"
    ),
    ("{ from: 30.0, to: 45.0, unit", "{ from: 45.0, to: 30.0, unit", "ends before it begins"),
    ("usual: { from: 35.0", "usual: { from: 25.0", "is not inside what can be"),
    ("{ from: 30.0, to", "{ from: 30.05, to", "is not a number with at most 1 decimal places"),
    ("{ from: 37.0, points: 3 }", "{ from: 37.1, points: 3 }", "leaves a gap from 37.0 to 37.0"),
    ("{ from: 37.0, points: 3 }", "{ from: 36.9, points: 3 }", "overlaps what is below 37.0"),
    (
      "{ from: 37.0, points: 3 }", "{ from: 37.0, to: 44.0, points: 3 }", "leaves 44.1 to 45.0 without points"
    ),
    ("{ from: 37.0, points: 3 }", "{ from: 37.0, to: 46.0, points: 3 }", "goes beyond 45.0"),
    ("- when: { 5: 1 }\n        rows", "- rows", "hides the tables after it"),
    ("- rows: [{ to: 37.9", "- when: { 5: 0 }\n        rows: [{ to: 37.9", "may leave no table that counts"),
    ("- when: { 5: 1 }", "- when: { 4: 1 }", "names the item 4, which is not there"),
    ("- when: { 5: 1 }", "- when: { 5: [0, 1] }", "is met by every answer to item 5"),
    ("{ 4: { at_least: 7 } }", "{ 4: { at_least: 12 } }", "is met by no answer to item 4"),
    ("choices: plain, reverse: true", "choices: yes_no, reverse: true", "have points of their own"),
    ("items: [1, 2], citation", "items: [1, 3, 4, 9], citation", "names the item 9, which is not there"),
    ("items: [1, 2], citation", "items: [1, 1], citation", "adds an item twice"),
    ("- { slug: part,", "- { slug: total,", "is the name of the whole"),
    ("{ slug: first, bands", "{ slug: second, bands", "is there twice: second"),
    ("band_sets:", "bands: [{ from: 0, to: 6, label: any }]\n  band_sets:", "stands beside `band_sets`"),
    ("to: 6, label: high", "to: 5, label: high", "leaves 6 to 6 without a band"),
    ("cut_offs: [{ at_most: 1 }]", "cut_offs: [{ at_most: 3 }]", "is not a sum that decides anything"),
    ("cut_offs: [{ at_most: 1 }]", "cut_offs: [{ at_most: 1, at_least: 1 }]", "stands beside `at_least`"),
    (", reliability: 0.8", "", "has only one of"),
    ("reliability: 0.8", "reliability: 1", "is not below 1"),
    ("smallest_important: 1, citation: here", "smallest_important: 1", "does not say where its figures"),
    ("better: lower", "better: sideways", "is not a known code"),
    ("slug: two, code", "slug: one, code", "is there twice: one"),
    ("without: [1], because: It has none.", "without: [1]", "does not say why items are left out"),
    ("without: [1]", "without: [8]", "names the item 8, which is not there"),
    ("when: { 5: 0 }, items: [1]", "when: { 1: 0 }, items: [5]", "which is asked before item 1 decides"),
    ("when: { 5: 0 }, items: [1]", "when: [{ 5: 0 }, { 5: 1 }], items: [1]", "is never asked"),
    ("when: { 5: 0 }, items: [1]", "when: { 5: 0 }, items: []", "skips nothing"),
    ("otherwise: good", "otherwise: bad", "is there twice: bad"),
    ("triage: bad, message", "triage: good, message", "is not an outcome to flag"),
    ("any_points: 3", "any_points: 4", "is not a number of points of an item"),
    ("slug: points, any", "slug: hot, any", "is there twice: hot"),
    ("needed: 2", "needed: 3", "is not a number of symptoms of it"),
    ("threshold: 1", "threshold: 5", "has no answer 5, the threshold"),
  ])
  func `a fault is told with file, line and remedy`(good: String, bad: String, problem: String) throws {
    let text = rich.replacing(good, with: bad, maxReplacements: 1)
    try #require(text != rich)

    let error = #expect(throws: InvalidFile.self) { try load(text) }

    #expect(error?.message.contains(problem) == true, "\(error.map(\.message) ?? "")")
    #expect((error?.line ?? 0) > 0)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `items that no answers lead to are found through several rules`() throws {
    // The second gate is only asked after a yes at the first, and then its no is the one way on.
    let text = """
      slug: ways
      version: "1"
      title: Ways
      about: ways
      recall: now
      licence: ours
      wording: ours
      source: none
      languages: [en]
      administered_by: [patient]
      choices:
        yes_no: [{ value: 0, label: "no" }, { value: 1, label: "yes" }]
      items:
        - { number: 1, question: w_1, label: first, choices: yes_no }
        - { number: 2, question: w_2, label: second, choices: yes_no }
        - { number: 3, question: w_3, label: third, choices: yes_no }
      total: {}
      skips:
        - { when: { 1: 0 }, items: [2] }
        - { when: { 2: 0 }, items: [3] }
      """

    #expect(try load(text).score([1: .value(0)]).skipped == [2, 3], "a skipped gate counts as zero")
    let error = #expect(throws: InvalidFile.self) {
      try load(text.replacing("{ when: { 2: 0 }", with: "{ when: [{ 2: 0 }, { 1: 1 }]"))
    }
    #expect(error?.field == "items[2]")
    #expect(error?.line == 16)
  }

  @Test func `what says nothing about the answers is refused`() throws {
    let error = #expect(throws: InvalidFile.self) {
      try load(String(rich.split(separator: "total:")[0]))
    }

    #expect(error?.message.contains("says nothing about the answers") == true)
  }
}
