import Clinic
import Testing

@testable import Reports

/// Table 2.5 of SAMHSA's Treatment Episode Data Set, discharges of 2004 in 28 states (public domain).
@Suite struct PublishedTableTests {
  struct Row: Sendable {
    let type: ServiceType
    let counts: [Int]
    let rowPercent: [Double]
    let columnPercent: [Double]
  }

  private static let published = [
    Row(
      type: .outpatient, counts: [399037, 145426, 46611, 108605, 41913, 56482],
      rowPercent: [100.0, 36.4, 11.7, 27.2, 10.5, 14.2], columnPercent: [41.7, 34.4, 36.4, 46.8, 52.9, 59.7]),
    Row(
      type: .intensiveOutpatient, counts: [114440, 43119, 20441, 26561, 16025, 8294],
      rowPercent: [100.0, 37.7, 17.9, 23.2, 14.0, 7.2], columnPercent: [12.0, 10.2, 15.9, 11.4, 20.2, 8.8]),
    Row(
      type: .shortTermResidential, counts: [78423, 48222, 11189, 11025, 4906, 3081],
      rowPercent: [100.0, 61.5, 14.3, 14.1, 6.3, 3.9], columnPercent: [8.2, 11.4, 8.7, 4.7, 6.2, 3.3]),
    Row(
      type: .longTermResidential, counts: [95087, 40771, 11851, 26727, 7326, 8412],
      rowPercent: [100.0, 42.9, 12.5, 28.1, 7.7, 8.8], columnPercent: [9.9, 9.6, 9.2, 11.5, 9.2, 8.9]),
    Row(
      type: .hospitalResidential, counts: [8080, 5597, 1200, 884, 214, 185],
      rowPercent: [100.0, 69.3, 14.9, 10.9, 2.6, 2.3], columnPercent: [0.8, 1.3, 0.9, 0.4, 0.3, 0.2]),
    Row(
      type: .detoxification, counts: [211161, 131476, 28706, 34570, 4512, 11897],
      rowPercent: [100.0, 62.3, 13.6, 16.4, 2.1, 5.6], columnPercent: [22.1, 31.1, 22.4, 14.9, 5.7, 12.6]),
    Row(
      type: .methadone, counts: [51263, 8528, 8170, 23930, 4407, 6228],
      rowPercent: [100.0, 16.6, 15.9, 46.7, 8.6, 12.1], columnPercent: [5.4, 2.0, 6.4, 10.3, 5.6, 6.6]),
  ]

  @Test func `the table prints as published, to the tenth`() throws {
    let reasons: [DischargeReason] = [
      .completed, .transferredNotReported, .leftAgainstAdvice, .terminatedByFacility, .incarcerated,
    ]
    let groups = Self.published.map { row in
      let tallies = zip(reasons, row.counts.dropFirst()).map { Tally(reason: $0, count: $1) }
      let name = GroupName(key: row.type.rawValue, label: row.type.rawValue)
      return Group(code: nil, name: name, tallies: tallies, people: 0)
    }

    let table = ReasonsResult(groups, form: .published)

    #expect(table.total.counts == [957491, 423139, 128168, 232302, 79303, 94579])
    #expect(table.total.rowPercent == [100.0, 44.2, 13.4, 24.3, 8.3, 9.9])
    for (row, published) in zip(table.rows, Self.published) {
      #expect(row.counts == published.counts)
      #expect(row.rowPercent == published.rowPercent)
      #expect(row.columnPercent == published.columnPercent)
    }
  }
}
