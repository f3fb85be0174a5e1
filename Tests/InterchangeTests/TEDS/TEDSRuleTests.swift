import Clinic
import Testing

@testable import Interchange

@Suite struct TEDSRuleTests {
  /// A man of 30 with alcohol and ketamine, 30 days in residential treatment.
  static let admission =
    "ANY032024P1             C1             2A0301202410701151994105051297020105162003032401969696056020120049996"
    + "999.98862039821989698" + "0100796" + "01"
  static let discharge =
    "ANY032024P1             C1             205033120240331202401P1             C1             2A0301202405"
    + "011519941050502989801969603" + "01960003"

  private func record(
    _ kind: TEDSLayout.Kind, _ changes: [TEDSElement: TEDSValue] = [:]
  ) throws -> TEDSSubmissionRecord {
    let line = kind == .admission ? Self.admission : Self.discharge
    var record = TEDSSubmissionRecord(kind, Array(line.utf8)[...], try TEDSCodeBook(year: 2024)) {
      field, defect in
      Issue.record("\(field.element.number) \(defect)")
    }
    for (element, value) in changes { record[element] = value }
    return record
  }

  private func findings(
    _ changes: [TEDSElement: TEDSValue], firstContact: Day? = nil, before: [TEDSElement: TEDSValue]? = nil
  ) throws -> [String] {
    let ofDischarge = changes.filter { $0.key.rawValue >= TEDSElement.dis1.rawValue }
    let found = TEDSCase(
      admission: try record(.admission, changes.filter { ofDischarge[$0.key] == nil }),
      discharge: try record(.discharge, ofDischarge), before: try before.map { try record(.admission, $0) },
      firstContact: firstContact, latest: try Day("2026-06-15")
    ).findings()
    return found.map { "\($0.rule.rawValue) \($0.kind == .admission ? "A" : "D")" }
  }

  @Test func `records that are right have no fault, and are written as they were read`() throws {
    #expect(try findings([:]) == [])
    #expect(try String(decoding: record(.admission).encoded(), as: UTF8.self) == Self.admission)
    #expect(try String(decoding: record(.discharge).encoded(), as: UTF8.self) == Self.discharge)
  }

  @Test func `a key is what a state knows a record by`() throws {
    #expect(try record(.admission).key == "NY|P1|C1|2|A|5|2024-03-01")
    #expect(try record(.discharge).key == "NY|P1|C1|2|5|2024-03-31")
  }

  @Test(
    arguments: [
      ([.dis8: "2024-02-28"], ["E1 D"]), ([.dis8: "2024-04-01"], ["E1 D"]),
      ([.dis9: "2024-02-01"], ["E1 D", "E1 D"]), ([.mds5: "2026-07-01", .dis15: "2026-07-01"], ["E1 A"]),
      ([.mds8: "2024-03-02", .dis17: "2024-03-02"], ["E2 A"]),
      ([.mds8: "1870-01-01", .dis17: "1870-01-01"], ["E2 A"]),
    ] as [([TEDSElement: String], [String])])
  func `days follow one another`(changes: [TEDSElement: String], expected: [String]) throws {
    let days = try changes.mapValues { TEDSValue.day(try Day($0)) }
    let found = try findings(days).filter { $0 != "E15 D" && $0 != "E11 A" }

    // A discharge in the future of its own admission breaks E1 in more than one way.
    #expect(Set(found).isSuperset(of: expected))
  }

  @Test(
    arguments: [
      ([.suds13: .code(.notApplicable)], ["E5 A"]), ([.mds7: .number(1)], ["E5 A"]),
      ([.mds7: .number(1), .suds13: .code(.notApplicable)], []),
      ([.mds13: .number(4)], ["E6 A"]), ([.suds12: .number(2)], ["E6 A"]),
      ([.mds13: .number(4), .suds12: .number(2)], []), ([.dis24: .number(4)], ["E6 D"]),
      ([.suds6: .number(2)], ["E7 A"]), ([.mds9: .number(2), .dis18: .number(2), .suds6: .number(1)], []),
      ([.mds18: .code(.notApplicable), .dis16: .code(.notApplicable)], ["E8 A"]),
      ([.dis7: .code(.notApplicable)], ["E8 D"]),
      ([.mds15a: .code(.notApplicable)], ["E9 A"]), ([.mds15a: .code(.unknown)], []),
      ([.mds17c: .number(20)], ["E9 A"]), ([.mds14b: .code(.unknown)], ["E9 A"]),
      ([.dis22a: .code(.notApplicable)], ["E10 D"]), ([.dis22a: .code(.notCollected)], []),
      ([.mds17a: .number(30)], []), ([.mds17a: .number(31)], ["E11 A"]),
      ([.mds8: .code(.unknown), .dis17: .code(.unknown), .mds17a: .number(95)], []),
      ([.suds2: .number(901)], ["E12 A"]), ([.mds14b: .number(9)], ["E12 A"]),
      ([.mds14b: .number(2), .suds2: .number(201)], ["E13 A"]),
      ([.mds14b: .number(2), .suds2: .code(.unknown)], ["E13 A"]),
      ([.mds14a: .number(20), .suds1: .number(2_003)], []),
      ([.mds14a: .number(5), .suds1: .number(501)], ["E14 A"]),
      ([.mds14a: .number(5), .suds1: .number(501), .mds19: .code(.unknown)], []),
      ([.mds19: .number(1)], ["E14 A"]), ([.dis18: .number(2)], ["E15 D"]),
      ([.dis14: .text("T")], ["E15 D"]), ([.suds4: .text("F32.1")], ["E17 A"]),
      ([.suds4: .text("F16.20")], []),
      ([.mds2: .text("-C1"), .dis12: .text("-C1")], ["E18 A"]),
      ([.mds2: .text("000"), .dis12: .text("000")], ["E18 A"]),
      ([.dis10: nil], ["E3 D"]),
    ] as [([TEDSElement: TEDSValue?], [String])])
  func `every rule finds what breaks it, and nothing else`(
    changes: [TEDSElement: TEDSValue?], expected: [String]
  ) throws {
    var admission = try record(.admission)
    var discharge = try record(.discharge)
    for (element, value) in changes {
      if element.rawValue < TEDSElement.dis1.rawValue {
        admission[element] = value
      } else {
        discharge[element] = value
      }
    }
    let found = TEDSCase(admission: admission, discharge: discharge, latest: try Day("2026-06-15")).findings()

    #expect(found.map { "\($0.rule.rawValue) \($0.kind == .admission ? "A" : "D")" } == expected)
    #expect(found.allSatisfy { !$0.elements.isEmpty })
  }

  @Test func `a substance behind an empty place is told`() throws {
    #expect(
      try findings([
        .mds14b: .number(1), .mds15b: .code(.notApplicable), .mds16b: .code(.notApplicable),
        .mds17b: .code(.notApplicable), .suds2: .code(.notApplicable), .mds14c: .number(4),
        .mds15c: .number(2),
        .mds16c: .number(1), .mds17c: .number(17), .suds3: .number(401),
      ]) == ["E13 A"])
  }

  @Test func `a co-dependent needs neither service nor substances nor medication`() throws {
    var record = try record(.admission)
    record[.mds3] = .number(1)
    record[.mds18] = .code(.notApplicable)
    for use in TEDSElement.uses {
      record[use.substance] = .code(.notCollected)
      for element in [use.route, use.frequency, use.age, use.drug] { record[element] = .code(.notApplicable) }
    }

    #expect(TEDSCase(admission: record, latest: try Day("2026-06-15")).findings() == [])
  }

  @Test func `a first contact after the admission is told`() throws {
    #expect(try findings([:], firstContact: try Day("2024-03-02")) == ["E4 A"])
    #expect(try findings([:], firstContact: try Day("2024-03-01")) == [])
  }

  @Test func `a transfer repeats the person of the admission before it`() throws {
    #expect(try findings([:], before: [:]) == [])
    #expect(try findings([:], before: [.mds10: .number(13)]) == ["E16 A"])
  }

  @Test func `every rule says what must hold, what to do and where it is from`() {
    for rule in TEDSRule.allCases {
      #expect(rule.text.hasSuffix(".") && rule.remedy.hasSuffix(".") && !rule.source.isEmpty, "\(rule)")
    }
    #expect(TEDSRule.allCases.filter { $0.rawValue.hasPrefix("E") }.count == 18)
  }
}
