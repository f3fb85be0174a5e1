import Testing

@testable import Clinic

@Suite struct DiagnosisTests {
  @Test(arguments: [
    ("F16.20", "F16.20"), ("f1620", "F16.20"), ("F10", "F10"), ("S72.001A", "S72.001A"), ("C4A.9", "C4A.9"),
  ])
  func `a code is read in either case, with or without its dot`(text: String, code: String) throws {
    #expect(try DiagnosisCode(text).rawValue == code)
  }

  @Test(arguments: [
    "", "F1", "F16.", "F1.620", "F16.2.0", "116.20", "FF6.20", "F16.20000", "F16-20", "F16.2\u{0}",
    "\u{24BB}16",
  ])
  func `what has not the form of a code is refused`(text: String) {
    #expect(throws: InvalidValue.self) { try DiagnosisCode(text) }
  }

  @Test func `F10 to F19 are disorders by use of substances`() throws {
    #expect(try DiagnosisCode("F16.20").isSubstanceUse)
    #expect(try !DiagnosisCode("F20.0").isSubstanceUse)
  }

  @Test(arguments: ["F16.13", "F16.23", "F16.930"])
  func `hallucinogens have no withdrawal`(text: String) throws {
    #expect(throws: InvalidValue.self) { try DiagnosisCode(text).checkWithdrawal() }
  }

  @Test(arguments: ["F16.20", "F16.183", "F16.283", "F11.23", "F16"])
  func `other codes pass`(text: String) throws {
    try DiagnosisCode(text).checkWithdrawal()
  }

  @Test func `diagnoses are in order, each once`() throws {
    func diagnoses(_ list: (Int16, String)...) throws -> [Diagnosis] {
      try list.map { Diagnosis(id: .number(UInt8($0.0)), rank: $0.0, code: try DiagnosisCode($0.1)) }
    }

    try [Diagnosis]().checkOrder()
    try diagnoses((2, "F10.20"), (1, "F16.20")).checkOrder()
    let gap = #expect(throws: InvalidValues.self) { try diagnoses((1, "F16.20"), (3, "F10.20")).checkOrder() }
    #expect(gap?.code == "rank-gap")
    let twice = #expect(throws: InvalidValues.self) {
      try diagnoses((1, "F16.20"), (2, "f1620")).checkOrder()
    }
    #expect(twice?.field == "diagnoses[1].code")
  }
}
