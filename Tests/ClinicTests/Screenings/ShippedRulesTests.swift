import Testing

@testable import Clinic

@Suite struct ShippedRulesTests {
  @Test func `an incomplete C-SSRS is never low`() throws {
    let screener = try instrument("c_ssrs")
    func triage(_ answers: [Int16: Int16]) throws -> Score.TriageResult? {
      try screener.score(recorded(answers)).triage
    }

    #expect(try triage([1: 0, 2: 0, 6: 0])?.outcome == "low")
    // A yes to the second without what follows it, in every way.
    for given in [[], [3], [3, 4], [3, 5], [4, 5]] as [[Int16]] {
      var answers: [Int16: Int16] = [1: 1, 2: 1, 6: 0]
      for item in given { answers[item] = 0 }
      #expect(try triage(answers)?.outcome == nil)
      #expect(try triage(answers)?.atLeast == "low")
    }
    #expect(try triage([:])?.outcome == nil)
    #expect(try triage([2: 0, 6: 0])?.outcome == nil, "the first is missing")
    #expect(try triage([1: 0, 2: 1, 3: 1, 6: 0])?.outcome == nil, "could still be high")
    #expect(try triage([1: 0, 2: 1, 3: 1, 6: 0])?.atLeast == "moderate")
    #expect(try triage([4: 1])?.outcome == "high", "whatever is missing")
    #expect(try triage([6: 1, 7: 1])?.outcome == "high")
  }

  @Test func `a C-SSRS that may be moderate or high raises the flag at once`() throws {
    let screener = try instrument("c_ssrs")

    #expect(try screener.score(recorded([5: 1])).flags.map(\.slug) == ["high", "moderate"])
    #expect(try screener.score(recorded([1: 1, 2: 1, 3: 1])).flags.map(\.slug) == ["moderate"])
    #expect(try screener.score(recorded([1: 1, 2: 0, 6: 0])).flags.isEmpty)
    #expect(try screener.score(recorded([5: 1])).flags.allSatisfy(\.isSafety))
    #expect(try screener.score([:]).total == nil)
  }

  @Test func `NEWS2 with a missing parameter has no total and no band, whichever is missing`() throws {
    let news = try instrument("news2")
    let complete: [Int16: Int16] = [1: 18, 2: 1, 3: 0, 4: 97, 5: 122, 6: 78, 7: 0, 8: 368]
    #expect(try news.score(recorded(complete)).total == .complete(0))

    for item in news.items {
      let score = try news.score(recorded(complete.filter { $0.key != item.number }))
      #expect(score.total?.value == nil)
      #expect(score.band == nil)
      #expect(score.completeness.missing == [.notCollected: [item.number]])
    }
  }

  @Test(
    arguments: [
      (1, [8: 3, 9: 1, 11: 1, 12: 0, 20: 0, 21: 2, 24: 2, 25: 3]),
      (5, [90: 3, 91: 2, 100: 2, 101: 1, 110: 1, 111: 0, 219: 0, 220: 3]),
      (6, [40: 3, 41: 1, 50: 1, 51: 0, 90: 0, 91: 1, 110: 1, 111: 2, 130: 2, 131: 3]),
      (7, [0: 0, 1: 3, 2: 3, 3: 3, 4: 3]),
      (8, [350: 3, 351: 1, 360: 1, 361: 0, 380: 0, 381: 1, 390: 1, 391: 2]),
      (3, [0: 0, 1: 2]),
    ] as [(Int16, [Int16: Int])])
  func `a NEWS2 parameter has the published points at every edge`(item: Int16, points: [Int16: Int]) throws {
    let news = try instrument("news2")

    for (value, expected) in points {
      var answers: [Int16: Int16] = [1: 18, 2: 1, 3: 0, 4: 97, 5: 122, 6: 78, 7: 0, 8: 368]
      answers[item] = value
      #expect(try news.score(recorded(answers)).total == .complete(expected), "\(value)")
    }
  }

  @Test(
    arguments: [
      (1, 0, [91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0, 100: 0]),
      (1, 1, [91: 3, 92: 2, 93: 2, 94: 1, 95: 1, 96: 0, 100: 0]),
      (2, 0, [83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0, 93: 0, 100: 0]),
      (2, 1, [83: 3, 84: 2, 85: 2, 86: 1, 87: 1, 88: 0, 92: 0, 93: 1, 94: 1, 95: 2, 96: 2, 97: 3, 100: 3]),
    ] as [(Int16, Int16, [Int16: Int])])
  func `oxygen saturation goes by the scale and the oxygen`(
    scale: Int16, oxygen: Int16, points: [Int16: Int]
  ) throws {
    let news = try instrument("news2")

    for (value, expected) in points {
      let answers: [Int16: Int16] = [1: 18, 2: scale, 3: oxygen, 4: value, 5: 122, 6: 78, 7: 0, 8: 368]
      #expect(try news.score(recorded(answers)).total == .complete(expected + 2 * Int(oxygen)), "\(value)")
    }
  }

  @Test func `a blood pressure of 1200 and a temperature in Fahrenheit are refused with advice`() throws {
    let news = try instrument("news2")

    let pressure = #expect(throws: InvalidValues.self) { try news.score([5: .value(1_200)]) }
    #expect(pressure?.remedy == "Use 30 to 300 mmHg, or say why the answer is missing.")
    let heat = #expect(throws: InvalidValues.self) { try news.score([8: .value(986)]) }
    #expect(heat?.value == "98.6")
    #expect(heat?.remedy.contains("98.6 °F is 37.0 °C") == true)
    #expect(news.doubts(about: [5: .value(240), 6: .value(80)]).map(\.field) == ["answers.5"])
  }

  @Test func `SDS says that ketamine has no cut-off, and gives none`() throws {
    let sds = try instrument("sds")
    let score = try sds.score(answers(3, 3, 3, 3, 3), substance: "ketamine")

    #expect(score.total == .complete(15))
    #expect(score.cutOffs.isEmpty)
    #expect(score.isPositive == nil)
    #expect(score.band == nil)
    #expect(score.notes.first?.hasPrefix("No cut-off is published for ketamine.") == true)
    let error = #expect(throws: InvalidValues.self) { try sds.score(answers(1, 1, 1, 1, 1)) }
    #expect(error?.code == "substance-missing")
  }

  @Test func `ketamine is item h of ASSIST, and tobacco is not asked item 5`() throws {
    let assist = try instrument("assist")

    #expect(try assist.form(of: "ketamine")?.code == "h")
    #expect(
      try assist.score([1: .value(0), 6: .value(0)], substance: "ketamine").substance == "hallucinogens")
    #expect(throws: InvalidValues.self) { try assist.score([5: .value(5)], substance: "tobacco") }
    #expect(try assist.asked(after: [:], substance: "tobacco").map(\.number) == [1, 2, 3, 4, 6, 7, 8])
    #expect(
      try assist.asked(after: [1: .value(1), 2: .value(0)], substance: "alcohol").map(\.number) == [
        1, 2, 6, 7, 8,
      ])
    #expect(try assist.score([1: .value(0)], substance: "cannabis").total == .complete(0))
  }

  @Test func `tolerance and withdrawal do not count for what is taken as prescribed`() throws {
    let checklist = try instrument("dsm_5_sud")
    let all = Dictionary(uniqueKeysWithValues: (1...11).map { (Int16($0), Int16(1)) })

    let prescribed = try checklist.score(recorded(all.merging([12: 1]) { $1 }), substance: "opioids")
    #expect(prescribed.total == .complete(9))
    #expect(prescribed.answeredThoughSkipped == [10, 11])
    #expect(
      try checklist.score(recorded(all.merging([12: 0]) { $1 }), substance: "opioids").total == .complete(11))
    let open = try checklist.score(recorded(all), substance: "opioids")
    #expect(open.total == .partial(atLeast: 9, atMost: 11, answered: 11, of: 12))
  }

  @Test func `TAPS asks only about what is used`() throws {
    let taps = try instrument("taps")
    let none = try taps.score(recorded([1: 0, 2: 0, 3: 0, 4: 0]))

    #expect(none.completeness.isComplete)
    #expect(none.subscales.allSatisfy { $0.band?.label == "none" })
    #expect(
      try taps.asked(after: recorded([1: 0, 2: 4, 3: 0, 4: 0, 21: 0])).map(\.number) == [1, 2, 3, 4, 21])
  }

  @Test func `PCL-5 takes the clusters one by one, and says nothing while one is open`() throws {
    let pcl = try instrument("pcl_5")
    var values = Dictionary(uniqueKeysWithValues: (1...20).map { (Int16($0), Int16(0)) })
    for item in [1, 6, 8, 9, 15, 16] as [Int16] { values[item] = 2 }

    #expect(try pcl.score(recorded(values)).algorithms.first?.outcome == "provisional")
    for item in [1, 6, 8, 15] as [Int16] {
      let less = try pcl.score(recorded(values.merging([item: 1]) { $1 }))
      #expect(less.algorithms.first?.outcome == "none")
      let open = try pcl.score(recorded(values.filter { $0.key != item }))
      #expect(open.algorithms.first?.outcome == nil)
      #expect(open.algorithms.first?.clusters.filter { $0.isMet == nil }.count == 1)
    }
  }

  @Test func `the ketamine intake set keeps grams, and raises what needs somebody`() throws {
    let intake = try instrument("ketamine_intake")
    let grams = try #require(intake.item(4))
    #expect(try grams.value(from: "1.5") == 150)

    let free = try intake.score(recorded([1: 7, 4: 150, 6: 0, 7: 0, 8: 0, 9: 0, 10: 0, 11: 1]))
    #expect(free.total == nil)
    #expect(free.flags.isEmpty)
    let ill = try intake.score(recorded([3: 4, 9: 1, 15: 101]))
    #expect(ill.flags.map(\.slug) == ["urinary_signs", "blood_in_urine", "upper_tract", "injecting"])
    #expect(try intake.asked(after: [1: .value(0)]).map(\.number).prefix(2) == [1, 5])
  }

  @Test func `a contraindication stops, and an unanswered one does not clear`() throws {
    let checklist = try instrument("ketamine_contraindications")
    let clear = Dictionary(uniqueKeysWithValues: (1...17).map { (Int16($0), Int16(0)) })
    func outcome(_ answers: [Int16: Int16]) throws -> String? {
      try checklist.score(recorded(answers)).triage?.outcome
    }

    #expect(try outcome(clear) == "none_found")
    for item in 1...17 as ClosedRange<Int16> {
      #expect(try outcome(clear.merging([item: 1]) { $1 }) == (item <= 5 ? "stop" : "weigh"))
      #expect(try outcome(clear.filter { $0.key != item }) == nil)
    }
    #expect(try checklist.score([5: .value(1)]).flags.map(\.slug) == ["stop", "ketamine_disorder"])
  }

  @Test(arguments: [(119, "stays"), (120, "may_leave")] as [(Int16, String)])
  func `nobody leaves a ketamine session before two hours`(minutes: Int16, outcome: String) throws {
    let session = try instrument("ketamine_session")
    var values = Dictionary(uniqueKeysWithValues: (1...16).map { (Int16($0), Int16(1)) })
    values.merge([7: 130, 8: 85, 9: 150, 10: 90, 11: minutes]) { $1 }

    #expect(try session.score(recorded(values)).triage?.outcome == outcome)
    values[7] = nil
    #expect(try session.score(recorded(values)).triage?.outcome == (outcome == "stays" ? "stays" : nil))
  }

  @Test func `every instrument that tells change says which way is better`() throws {
    let changes: [String: Instrument.Direction] = [
      "phq_9": .lower, "cows": .lower, "news2": .lower, "icsi": .lower,
    ]
    for (slug, better) in changes { #expect(try instrument(slug).total?.change?.better == better) }
    #expect(try instrument("bam").subscales.map { $0.change?.better } == [.lower, .lower, .higher])
    #expect(try instrument("top").subscales.first { $0.slug == "quality_of_life" }?.change?.better == .higher)
    // The least reliable changes of an independent calculation.
    #expect(abs((try instrument("phq_9").total?.change?.leastReliable ?? 0) - 6.76333494069309) < 1e-9)
    #expect(abs((try instrument("gad_7").total?.change?.leastReliable ?? 0) - 5.371472885531492) < 1e-9)
    #expect(try instrument("pcl_5").total?.change?.leastReliable == 15)
  }
}
