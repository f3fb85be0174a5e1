import Testing

@testable import Clinic

private let sound = """
  slug: mood
  version: "1"
  title: Mood
  about: mood
  recall: today
  licence: ours
  wording: ours
  source: none
  languages: [en]
  administered_by: [patient]
  choices:
    scale:
      - { value: 0, label: bad }
      - { value: 1, label: fair }
      - { value: 3, label: good }
  items:
    - { number: 1, question: mood_1, label: morning, choices: scale }
    - { number: 2, question: mood_2, label: evening, choices: scale }
  total:
    citation: here
    bands:
      - { from: 0, to: 2, label: low }
      - { from: 3, to: 6, label: high }
    cut_offs:
      - { at_least: 3 }
  skips:
    - { when: { 1: 0 }, items: [2] }
  flags:
    - { slug: bad_evening, item: 2, at_least: 1, message: look }
  """

private func load(_ text: String) throws -> Instrument {
  try Instrument(file: "mood.yaml", yaml: Array(text.utf8))
}

@Suite struct InstrumentFileTests {
  @Test func `a clinic's own instrument is read from a file`() throws {
    let mood = try load(sound)

    #expect(try mood.score(answers(3, 1)).total == .complete(4))
    #expect(try mood.score(answers(3, 1)).band?.label == "high")
    #expect(throws: InvalidValues.self) { try mood.score(answers(2, 1)) }
  }

  @Test(arguments: [
    ("from: 3, to: 6", "from: 4, to: 6", "leaves a gap from 3 to 3"),
    ("from: 3, to: 6", "from: 2, to: 6", "overlaps what is below 3"),
    ("from: 3, to: 6", "from: 3, to: 5", "leaves 6 to 6 without a band"),
    ("from: 3, to: 6", "from: 3, to: 7", "goes beyond 6, the most there can be"),
    ("from: 0, to: 2", "from: 1, to: 2", "leaves a gap from 0 to 0"),
    ("from: 0, to: 2", "from: 0, to: -1", "ends before it begins"),
    ("at_least: 3 }", "at_least: 7 }", "is not a sum that decides anything"),
    ("at_least: 3 }", "at_least: 0 }", "is not a sum that decides anything"),
    ("at_least: 3 }", "at_least: 3, sex: both }", "is not a sex that is known here"),
    ("when: { 1: 0 }", "when: { 4: 0 }", "names the item 4, which is not there"),
    ("when: { 1: 0 }", "when: { 1: 2 }", "is 2, which item 1 cannot have"),
    ("items: [2]", "items: [1]", "skips the item that decides about it"),
    ("item: 2, at_least: 1", "item: 3, at_least: 1", "names the item 3, which is not there"),
    ("item: 2, at_least: 1", "item: 2, at_least: 2", "is 2, which item 2 cannot have"),
    ("number: 2,", "number: 1,", "has the number 1, which is taken"),
    ("number: 2,", "number: 100,", "is not a number of an item"),
    ("question: mood_2", "question: mood_1", "asks the question of item 1 again"),
    ("choices: scale }\n  - { number: 2", "choices: colours }\n  - { number: 2", "is not a set of choices"),
    ("value: 1, label: fair", "value: 0, label: fair", "does not have at least two values that rise"),
    ("value: 1, label: fair", "value: one, label: fair", "is not a whole number"),
    ("slug: mood", "slug: My Mood", "is not a slug"),
    ("title: Mood", "titel: Mood", "is not a key that is known here"),
    ("title: Mood\n", "", "lacks the key `title`"),
    ("  citation: here\n", "", "does not say where it is published"),
    ("title: Mood", "title: Mood\ntitle: Mood", "has the key title twice"),
  ])
  func `a fault is told with file, place and remedy`(good: String, bad: String, problem: String) throws {
    let text = sound.replacing(good, with: bad, maxReplacements: 1)
    try #require(text != sound)

    let error = #expect(throws: InvalidFile.self) { try load(text) }

    #expect(error?.message.contains(problem) == true, "\(error.map(\.message) ?? "")")
    #expect(error?.file == "mood.yaml")
    #expect((error?.line ?? 0) > 0)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `the place names the item`() throws {
    let error = #expect(throws: InvalidFile.self) {
      try load(sound.replacing("number: 2, question", with: "number: 2, scored: maybe, question"))
    }

    #expect(error?.field == "items[1].scored")
    #expect(error?.line == 18)
  }

  @Test func `the same version of an instrument cannot be there twice`() throws {
    let mood = try load(sound)

    #expect(throws: Conflict.self) { try InstrumentLibrary([mood, mood]) }
  }

  @Test func `an old version stays readable beside the new one`() throws {
    let old = try load(sound)
    let new = try load(sound.replacing("version: \"1\"", with: "version: \"2\""))
    let library = try InstrumentLibrary([old, new])

    #expect(try library.find("mood") == new)
    #expect(try library.find("mood", version: "1") == old)
  }

  @Test func `the shipped instruments say their licence, source and codes`() throws {
    for instrument in try InstrumentLibrary.shipped().all {
      #expect(!instrument.licence.isEmpty && !instrument.source.isEmpty)
      #expect(Set(instrument.items.map(\.question)).count == instrument.items.count)
    }
  }

  @Test(
    arguments: [
      ("audit", nil, 0, 40), ("audit_c", nil, 0, 12), ("dast_10", nil, 0, 10), ("dast_28", nil, 0, 28),
      ("gad_7", nil, 0, 21), ("phq_2", nil, 0, 6), ("phq_9", nil, 0, 27), ("pcl_5", nil, 0, 80),
      ("ciwa_ar", nil, 0, 67), ("cows", nil, 0, 48), ("cage_aid", nil, 0, 4), ("cudit_r", nil, 0, 32),
      ("sds", "ketamine", 0, 15), ("assist", "ketamine", 0, 39), ("assist", "tobacco", 0, 31),
      ("news2", nil, 0, 20),
      ("icsi", nil, 0, 20), ("icpi", nil, 0, 16), ("dsm_5_sud", "alcohol", 0, 11),
      ("dsm_5_sud", "ketamine", 0, 10),
    ] as [(String, String?, Int, Int)])
  func `the shipped instruments have the published range`(
    slug: String, substance: String?, least: Int, most: Int
  ) throws {
    let instrument = try instrument(slug)
    let scale = try #require(try instrument.form(of: substance)?.total ?? instrument.total)

    #expect(instrument.items(scale.items).possibleSums == least...most)
  }

  @Test func `every instrument of the list is shipped`() throws {
    let slugs = try InstrumentLibrary.shipped().slugs

    #expect(
      slugs == [
        "assist", "audit", "audit_c", "bam", "c_ssrs", "cage_aid", "ciwa_ar", "cows", "cudit_r", "dast_10",
        "dast_28",
        "dsm_5_sud", "gad_7", "icpi", "icsi", "ketamine_contraindications", "ketamine_intake",
        "ketamine_session",
        "news2", "pcl_5", "phq_2", "phq_9", "sds", "taps", "top",
      ])
  }

  @Test func `a definition can say that it is retired, since when, and what is used instead`() throws {
    let mood = try load(
      sound.replacing("languages:", with: "retired: { on: 2024-03-01, instead: phq_9 }\nlanguages:"))

    #expect(mood.retirement?.on == (try Day("2024-03-01")))
    #expect(InstrumentRetired(mood.title, instead: mood.retirement?.instead).remedy == "Use phq_9.")
    #expect(throws: InvalidFile.self) {
      try load(sound.replacing("languages:", with: "retired: { on: yesterday }\nlanguages:"))
    }
  }
}
