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
}
