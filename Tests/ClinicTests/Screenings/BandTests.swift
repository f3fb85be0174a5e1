import Testing

@testable import Clinic

/// Sums at both edges of every band, written down from the published tables and not read from the definitions.
private let edges: [(slug: String, total: Int, band: String)] = [
  ("audit", 0, "low"), ("audit", 7, "low"), ("audit", 8, "hazardous"), ("audit", 15, "hazardous"),
  ("audit", 16, "harmful"), ("audit", 19, "harmful"), ("audit", 20, "probable dependence"),
  ("audit", 40, "probable dependence"),
  ("phq_9", 0, "none-minimal"), ("phq_9", 4, "none-minimal"), ("phq_9", 5, "mild"), ("phq_9", 9, "mild"),
  ("phq_9", 10, "moderate"), ("phq_9", 14, "moderate"), ("phq_9", 15, "moderately severe"),
  ("phq_9", 19, "moderately severe"), ("phq_9", 20, "severe"), ("phq_9", 27, "severe"),
  ("gad_7", 0, "minimal"), ("gad_7", 4, "minimal"), ("gad_7", 5, "mild"), ("gad_7", 9, "mild"),
  ("gad_7", 10, "moderate"), ("gad_7", 14, "moderate"), ("gad_7", 15, "severe"), ("gad_7", 21, "severe"),
  ("dast_10", 0, "none"), ("dast_10", 1, "low"), ("dast_10", 2, "low"), ("dast_10", 3, "moderate"),
  ("dast_10", 5, "moderate"), ("dast_10", 6, "substantial"), ("dast_10", 8, "substantial"),
  ("dast_10", 9, "severe"), ("dast_10", 10, "severe"),
]

@Suite struct BandTests {
  @Test(arguments: edges)
  func `a sum at the edge of a band is in it`(slug: String, total: Int, band: String) throws {
    let instrument = try instrument(slug)

    let score = try instrument.score(recorded(instrument.values(adding: total)))

    #expect(score.total == .complete(total))
    #expect(score.band?.label == band)
  }

  @Test(arguments: [("audit", 8), ("dast_10", 3), ("phq_9", 10), ("phq_2", 3), ("gad_7", 10)])
  func `a screen turns positive at its cut-off`(slug: String, cutOff: Int) throws {
    let instrument = try instrument(slug)

    #expect(try instrument.score(recorded(instrument.values(adding: cutOff - 1))).isPositive == false)
    #expect(try instrument.score(recorded(instrument.values(adding: cutOff))).isPositive == true)
  }

  @Test(arguments: [(2, false, false), (3, true, false), (4, true, true)])
  func `the cut-off of AUDIT-C differs by sex`(total: Int, women: Bool, men: Bool) throws {
    let auditC = try instrument("audit_c")
    let answers = recorded(auditC.values(adding: total))

    #expect(try auditC.score(answers, sex: .value(.female)).isPositive == women)
    #expect(try auditC.score(answers, sex: .value(.male)).isPositive == men)
    #expect(try auditC.score(answers, sex: .missing(.refused)).isPositive == (women == men ? women : nil))
  }
}

extension Instrument {
  /// Answers that add up to `total`, filled up from the last item to keep clear of the skip rules.
  fileprivate func values(adding total: Int) -> [Int16: Int16] {
    var rest = total
    var values: [Int16: Int16] = [:]
    for item in scoredItems.reversed() {
      let choice = item.choices.filter { item.points($0.value) <= rest }.max {
        item.points($0.value) < item.points($1.value)
      }
      values[item.number] = choice?.value
      rest -= choice.map { item.points($0.value) } ?? 0
    }
    if rest == 1, values[9] == 4 || values[9] == 2 { values[8] = 1 }
    return values
  }
}
