import Testing

@testable import Clinic

@Suite struct TextTests {
  @Test(arguments: [
    ("  Ada ", "Ada"), ("Zoe\u{308}", "Zo\u{EB}"), ("O\u{2019}Neill", "O\u{2019}Neill"),
    ("\u{674E}", "\u{674E}"),
    ("Mary Ann", "Mary Ann"), (String(repeating: "a", count: 100), String(repeating: "a", count: 100)),
  ])
  func `a name is trimmed and composed, and otherwise taken as it is`(text: String, name: String) throws {
    let parsed = try Patient.Name(text)

    #expect(parsed.rawValue.unicodeScalars.elementsEqual(name.unicodeScalars))
  }

  @Test(arguments: [
    ("", "empty-text"), (" \n ", "empty-text"), (String(repeating: "a", count: 101), "text-too-long"),
    ("A\u{0}da", "control-character"), ("A\nda", "control-character"), ("\u{202E}adA", "control-character"),
    ("A\u{2028}da", "control-character"), ("A\u{7F}", "control-character"),
  ])
  func `what is no name is refused, and never repeated`(text: String, code: String) {
    let error = #expect(throws: InvalidValue.self) { try Patient.Name(text, field: "given_name") }

    #expect(error?.code == code)
    #expect(error?.field == "given_name")
    #expect(error?.value == nil)
    #expect(Patient.Name(rawValue: text) == nil)
  }

  @Test func `a note may have lines and a line may not`() throws {
    #expect(try Note("first\n\tsecond").rawValue == "first\n\tsecond")
    #expect(throws: InvalidValue.self) { try Line("first\nsecond") }
    #expect(throws: InvalidValue.self) { try Note("nul\u{0}") }
  }

  @Test func `one of the two names may be unknown`() throws {
    let name = try Patient.Name("Ada")

    #expect(Patient.FullName(given: name, family: nil)?.family == nil)
    #expect(Patient.FullName(given: nil, family: nil) == nil)
  }

  @Test(arguments: [
    ("2024-03-02", "date-in-future"), ("2024-03-01", nil), ("1874-03-01", nil),
    ("1873-02-28", "impossible-age"),
  ])
  func `a birth date is neither in the future nor more than 150 years ago`(text: String, code: String?) throws
  {
    let demographics = Demographics(
      name: .missing(.refused), birthDate: .value(try Day(text)), sex: .missing(.notCollected))

    do {
      let today = try Day("2024-03-01")
      try demographics.checkBirthDate(today: today)
      #expect(code == nil)
    } catch {
      #expect(error.code == code)
    }
  }
}
