import Clinic
import Testing

@testable import Interchange

@Suite struct TEDSLayoutTests {
  /// The columns as the record layout prints them, written by hand.
  private static let admission: [(String, ClosedRange<Int>)] = [
    ("SDS1", 1...1), ("SDS2", 2...3), ("SDS3", 4...9), ("MDS1", 10...24), ("MDS2", 25...39),
    ("MDS3", 40...40),
    ("MDS4", 41...41), ("MDS5", 42...49), ("MDS6", 50...50), ("MDS7", 51...52), ("MDS8", 53...60),
    ("MDS9", 61...61), ("MDS10", 62...63), ("MDS11", 64...65), ("MDS12", 66...67), ("MDS13", 68...69),
    ("MDS14a", 70...71), ("MDS15a", 72...73), ("MDS16a", 74...75), ("MDS17a", 76...77), ("MDS14b", 78...79),
    ("MDS15b", 80...81), ("MDS16b", 82...83), ("MDS17b", 84...85), ("MDS14c", 86...87), ("MDS15c", 88...89),
    ("MDS16c", 90...91), ("MDS17c", 92...93), ("MDS18", 94...95), ("MDS19", 96...96), ("SuDS1", 97...100),
    ("SuDS2", 101...104), ("SuDS3", 105...108), ("SuDS4", 109...114), ("SuDS5", 115...115),
    ("SuDS6", 116...116), ("SuDS7", 117...117), ("SuDS8", 118...119), ("SuDS9", 120...121),
    ("SuDS10", 122...123), ("SuDS11", 124...125), ("SuDS12", 126...127), ("SuDS13", 128...129),
    ("SuDS14", 130...131), ("SuDS15", 132...134), ("SuDS16", 135...136), ("SuDS17", 137...138),
  ]

  private static let discharge: [(String, ClosedRange<Int>)] = [
    ("DIS1", 1...1), ("DIS2", 2...3), ("DIS3", 4...9), ("DIS4", 10...24), ("DIS5", 25...39),
    ("DIS6", 40...40),
    ("DIS7", 41...42), ("DIS8", 43...50), ("DIS9", 51...58), ("DIS10", 59...60), ("DIS11", 61...75),
    ("DIS12", 76...90), ("DIS13", 91...91), ("DIS14", 92...92), ("DIS15", 93...100), ("DIS16", 101...102),
    ("DIS17", 103...110), ("DIS18", 111...111), ("DIS19", 112...113), ("DIS20", 114...115),
    ("DIS21a", 116...117), ("DIS21b", 118...119), ("DIS21c", 120...121), ("DIS22a", 122...123),
    ("DIS22b", 124...125), ("DIS22c", 126...127), ("DIS23", 128...129), ("DIS24", 130...131),
    ("DIS25", 132...133), ("DIS26", 134...135), ("DIS27", 136...137),
  ]

  @Test(arguments: TEDSLayout.Kind.allCases)
  func `every element stands in its columns`(kind: TEDSLayout.Kind) {
    let expected = kind == .admission ? Self.admission : Self.discharge

    let found = TEDSLayout.of(kind).fields.map { ($0.element.number, $0.columns) }

    #expect(found.map(\.0) == expected.map(\.0))
    #expect(found.map(\.1) == expected.map(\.1))
    #expect(TEDSLayout.of(kind).width == (kind == .admission ? 138 : 137))
  }

  @Test func `an element is found by its number, in either case`() {
    #expect(TEDSElement(number: "MDS14a") == .mds14a)
    #expect(TEDSElement(number: "suds17") == .suds17)
    #expect(TEDSElement(number: "DIS28") == nil)
    #expect(TEDSElement.allCases.count == 47 + 31)
  }

  @Test(
    arguments: [
      (TEDSElement.mds9, "7", TEDSValue.code(.unknown)), (.mds9, "2", .number(2)),
      (.mds18, "96", .code(.notApplicable)), (.suds16, "96", .number(96)), (.suds15, "996", .number(996)),
      (.suds15, "997", .code(.unknown)), (.suds1, "9996", .code(.notApplicable)),
      (.suds1, "2004", .number(2_004)),
      (.mds8, "01010007", .code(.unknown)), (.mds8, "01010008", .code(.notCollected)),
      (.suds4, "999.98", .code(.notCollected)), (.suds4, "F16.20", .text("F16.20")), (.mds6, "5", .number(5)),
      (.mds17a, "00", .number(0)), (.mds17a, "95", .number(95)), (.mds17a, "96", .code(.notApplicable)),
      (.mds2, "C1             ", .text("C1")), (.dis10, "14", .number(14)),
      (.sds3, "102026", .text("102026")),
    ])
  func `a value is written as it is read`(element: TEDSElement, text: String, value: TEDSValue) throws {
    let kind: TEDSLayout.Kind = element.rawValue < TEDSElement.dis1.rawValue ? .admission : .discharge
    let field = try #require(TEDSLayout.of(kind).field(of: element))

    #expect(try field.read(Array(text.utf8)[...], TEDSCodeBook(year: 2026)) == value)
    var bytes: [UInt8] = []
    try field.write(value, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test(
    arguments: [
      (TEDSElement.mds9, "6", TEDSField.Defect.unknownCode), (.mds9, " ", .blank), (.mds9, "M", .wrongForm),
      (.mds5, "02302026", .noDay), (.mds5, "2026-2-3", .wrongForm),
      (.mds14a, "19", .unknownCode), (.suds1, "1608", .unknownCode), (.sds3, "132026", .wrongForm),
      (.sds2, "ny", .wrongForm), (.mds2, "C 1            ", .wrongForm), (.suds15, "999", .unknownCode),
      (.mds18, "97", .unknownCode), (.mds4, "B", .unknownCode), (.suds4, "F16 20", .wrongForm),
    ])
  func `what a field cannot hold is told`(element: TEDSElement, text: String, defect: TEDSField.Defect) throws
  {
    let field = try #require(TEDSLayout.admission.field(of: element))

    let error = #expect(throws: TEDSFieldDefect.self) {
      try field.read(Array(text.utf8)[...], TEDSCodeBook(year: 2026))
    }

    #expect(error?.defect == defect)
  }

  @Test func `codes follow the year of the report`() throws {
    let (old, new) = (try TEDSCodeBook(year: 2005), try TEDSCodeBook(year: 2006))

    // Ketamine moved from the sedatives to the others.
    #expect(new.drug(1_608, of: 16).map { [$0.drug, $0.substance] } == [2_004, 20])
    #expect(old.drug(2_004, of: 20).map { [$0.drug, $0.substance] } == [1_608, 16])
    #expect(new.drug(2_004, of: 20).map { [$0.drug, $0.substance] } == [2_004, 20])
    // A class that was told otherwise than the drug says stays as it was told.
    #expect(new.drug(1_608, of: 9).map { [$0.drug, $0.substance] } == [2_004, 9])
    #expect(new.code(1_102, in: "detailed_drug") == 1_202)
    #expect(old.code(1_202, in: "detailed_drug") == 1_102)
    #expect(new.code(1_999, in: "detailed_drug") == nil)
    #expect(!new.isValid(1_608, in: "detailed_drug") && old.isValid(1_608, in: "detailed_drug"))
    #expect(new.label(of: 2_004, in: "detailed_drug") == "ketamine")
  }

  @Test func `every set of a field has codes, and none is wider than its field`() throws {
    let book = try TEDSCodeBook(year: 2026)
    for field in TEDSLayout.admission.fields + TEDSLayout.discharge.fields {
      guard case .code(let set, _) = field.form else { continue }
      let valid = (0...Int16.max / 2).filter { book.isValid($0, in: set) }
      #expect(!valid.isEmpty, "\(set)")
      #expect(valid.allSatisfy { String($0).count <= field.width }, "\(set)")
    }
  }
}
