import Testing

@testable import Clinic

private func use(
  _ rank: Int16, _ substance: Recorded<Substance>, drug: Int16? = nil, age: Int16? = 19
) -> SubstanceUse {
  SubstanceUse(
    id: .number(UInt8(rank)), rank: rank, substance: substance,
    detailedDrug: drug.map { .value(DetailedDrug(rawValue: $0)) } ?? .missing(.notCollected),
    route: .value(.nasal), frequency: .value(.daily),
    ageAtFirstUse: age.map { .value($0) } ?? .missing(.unknown))
}

private func check(_ uses: [SubstanceUse], age: Int? = 30) throws -> [SubstanceUse] {
  try SubstanceHistory(checking: uses, ageAtAdmission: age, drugs: .shipped()).uses
}

@Suite struct SubstanceHistoryTests {
  @Test func `ketamine is the other class with a code of its own`() throws {
    let ketamine = try #require(try DrugCatalogue.shipped().find(.ketamine))

    #expect(ketamine.name == "ketamine")
    #expect(ketamine.drug.substance == .other)
    #expect(Substance.other.tedsCode == "20")
    #expect(try check([use(1, .value(.other), drug: 2_004)]).first?.detailedDrug == .value(.ketamine))
  }

  @Test func `the retired code of ketamine is recoded together with its class`() throws {
    let uses = try check([use(1, .value(.sedatives), drug: 1_608)])

    #expect(uses.first?.detailedDrug == .value(.ketamine))
    #expect(uses.first?.substance == .value(.other))
  }

  @Test func `a retired code was valid until its day`() throws {
    let old = try #require(try DrugCatalogue.shipped().find(DetailedDrug(rawValue: 1_608)))

    #expect(try old.isValid(on: Day("2005-12-31")))
    #expect(try !old.isValid(on: Day("2006-01-01")))
    #expect(try !DrugCatalogue.shipped().drugs(of: .sedatives).contains(old))
  }

  @Test func `the substances come in the order of their ranks`() throws {
    let uses = try check([use(2, .value(.alcohol)), use(1, .value(.heroin)), use(3, .value(.cocaine))])

    #expect(uses.map(\.rank) == [1, 2, 3])
  }

  @Test func `nothing at all is a history too`() throws {
    #expect(try check([]).isEmpty)
  }

  @Test func `E9: a real substance has route, frequency and age, or says why not`() throws {
    var ketamine = use(1, .value(.other), drug: 2_004)
    ketamine.route = .missing(.refused)
    #expect(try check([ketamine]).count == 1)

    ketamine.route = .missing(.notApplicable)
    let error = #expect(throws: InvalidValues.self) { try check([ketamine]) }
    #expect(error?.field == "substances[0].route")
  }

  @Test(arguments: [Recorded<Substance>.value(.none), .missing(.unknown), .missing(.notApplicable)])
  func `E9: without a substance there is no route, frequency or age`(substance: Recorded<Substance>) throws {
    let error = #expect(throws: InvalidValues.self) { try check([use(1, substance)]) }
    #expect(
      error?.all.map(\.field) == ["route", "frequency", "age_at_first_use"].map { "substances[0].\($0)" })

    var none = use(1, substance, age: nil)
    none.route = .missing(.notApplicable)
    none.frequency = .missing(.notApplicable)
    none.ageAtFirstUse = .missing(.notApplicable)
    #expect(try check([none]).count == 1)
  }

  @Test func `E11: the first use is not after the admission`() throws {
    #expect(try check([use(1, .value(.alcohol), age: 30)]).count == 1)
    #expect(try check([use(1, .value(.alcohol), age: 31)], age: nil).count == 1)

    let error = #expect(throws: InvalidValues.self) { try check([use(1, .value(.alcohol), age: 31)]) }
    #expect(error?.code == "age-after-admission")
    #expect(throws: InvalidValues.self) { try check([use(1, .value(.alcohol), age: 96)], age: nil) }
  }

  @Test func `E12: a detailed drug is of the class and is known`() throws {
    let other = #expect(throws: InvalidValues.self) {
      try check([use(1, .value(.hallucinogens), drug: 2_004)])
    }
    #expect(other?.code == "drug-of-other-class")
    #expect(other?.remedy == "Use one of 0901 or 0902.")

    let unknown = #expect(throws: InvalidValues.self) { try check([use(1, .value(.other), drug: 2_099)]) }
    #expect(unknown?.code == "unknown-code")
  }

  @Test func `E13: two of one class need two detailed drugs`() throws {
    #expect(try check([use(1, .value(.other), drug: 2_003), use(2, .value(.other), drug: 2_004)]).count == 2)
    for drugs in [(2_004, 2_004), (2_004, nil), (nil, nil)] as [(Int16?, Int16?)] {
      let error = #expect(throws: InvalidValues.self) {
        try check([use(1, .value(.other), drug: drugs.0), use(2, .value(.other), drug: drugs.1)])
      }
      #expect(error?.field == "substances[1].substance")
    }
  }

  @Test(arguments: [[1, 3], [2, 3], [1, 1], [0, 1]] as [[Int16]])
  func `E13: the ranks have no gap`(ranks: [Int16]) {
    let substances: [Substance] = [.alcohol, .heroin]
    let error = #expect(throws: InvalidValues.self) {
      try check(zip(ranks, substances).map { use($0, .value($1)) })
    }

    #expect(error?.code == "rank-gap")
  }

  @Test func `everything that is wrong is told at once`() {
    let error = #expect(throws: InvalidValues.self) {
      try check([use(1, .value(.pcp), drug: 2_004, age: 40), use(3, .value(.pcp))])
    }

    #expect(error?.all.count == 4)
    #expect(error?.code == "invalid-values")
  }
}
