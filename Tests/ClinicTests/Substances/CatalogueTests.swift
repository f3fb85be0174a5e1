import Testing

@testable import Clinic

@Suite struct CatalogueTests {
  @Test func `every drug belongs to a class, and every retired one to one in use`() throws {
    let drugs = try DrugCatalogue.shipped()
    for entry in drugs.entries {
      #expect(entry.drug.substance != nil)
      #expect((entry.recodedTo == nil) == (entry.retiredOn == nil))
      #expect(drugs.find(drugs.current(entry.drug))?.recodedTo == nil)
    }
  }

  @Test(arguments: [
    ("drugs:\n  - { code: 2004, name: a }\n  - { code: 2004, name: b }", "has a code that is already taken"),
    ("drugs:\n  - { code: 1608, name: a, recoded_to: 2004 }", "is recoded to a code that is not in use"),
    ("drugs:\n  - { code: 1608, name: a, retired_on: soon }", "has no day in `retired_on`"),
  ])
  func `a faulty list of drugs is refused`(text: String, problem: String) {
    let error = #expect(throws: InvalidFile.self) {
      try DrugCatalogue(file: "drugs.yaml", yaml: Array(text.utf8))
    }

    #expect(error?.problem == problem)
  }

  @Test func `the fourth edition has no withdrawal levels`() throws {
    let levels = try LevelCatalogue.shipped().entries

    #expect(!levels.contains { $0.level.edition == .fourth && $0.level.code.hasSuffix("-WM") })
    #expect(Set(levels.map(\.level)).count == levels.count)
    for stage in Stage.allCases { #expect(levels.contains { $0.stages.contains(stage) }) }
  }

  @Test func `1, 1.0 and 1.5 are three different things`() throws {
    let levels = try LevelCatalogue.shipped()

    #expect(try levels.find(LevelOfCare(edition: .third, code: "1")).name == "outpatient")
    #expect(
      try levels.find(LevelOfCare(edition: .fourth, code: "1.0")).name == "long-term remission monitoring")
    #expect(try levels.find(LevelOfCare(edition: .fourth, code: "1.5")).name == "outpatient therapy")
    #expect(throws: InvalidValue.self) { try levels.find(LevelOfCare(edition: .third, code: "1.5")) }
  }
}
