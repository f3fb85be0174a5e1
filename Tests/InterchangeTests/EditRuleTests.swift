import Testing

@testable import Interchange

@Suite struct EditRuleTests {
  @Test func `a record that is right has no fault`() throws {
    #expect(try EpisodeFile([:]).faults() == [])
    #expect(try EpisodeFile(EpisodeFile.open).faults() == [])
  }

  @Test(
    arguments: [
      ([.admission: "2024-02-30"], ["admission_date: impossible date"]),
      ([.admission: "01.03.2024"], ["admission_date: impossible date"]),
      ([.admission: ""], ["admission_date: missing"]),
      ([.admission: "01010007"], ["admission_date: impossible date"]),
      ([.admission: "1919-12-31", .birth: "1880-01-01"], ["admission_date: too early"]),
      ([.birth: "01010007"], []),
      ([.birth: "2031-01-01"], ["birth_date: born in the future"]),
      ([.birth: "1850-01-01"], ["birth_date: impossible age"]),
      ([.discharge: "1999-01-01"], ["discharge_date: discharge before admission"]),
      ([.lastContact: "2024-02-29"], ["last_contact_date: last contact before admission"]),
      ([.lastContact: "2024-04-01"], ["last_contact_date: last contact after discharge"]),
      ([.reason: ""], ["reason: discharge without reason"]),
      ([.discharge: "", .lastContact: ""], ["reason: reason without discharge"]),
      ([.provider: "P234567890123456"], ["provider_id: too long"]),
      ([.provider: ""], ["provider_id: missing"]),
      ([.client: "Ann Other"], ["client_id: invalid identifier"]),
      ([.transaction: "B"], ["transaction: unknown code"]),
      ([.sex: "M"], ["sex: unknown code"]),
      ([.sex: ""], ["sex: missing"]),
      ([.sex: "1", .pregnant: "1"], ["pregnant: pregnant and male"]),
      ([.route1: "abc"], ["route1: unknown code"]),
      ([.substance1: "99"], ["sub1: unknown code"]),
      ([.substance1: "2", .detailed1: "201"], []),
      ([.service: "96"], ["service: collateral only"]),
      ([.coDependent: "1", .service: "96"], ["co_dependent: collateral client"]),
      ([.route1: "96"], ["route1: missing"]),
      ([.age1: ""], ["age1: missing"]),
      ([.age1: "94"], ["age1: first use after admission age"]),
      ([.detailed1: "0901"], ["detailed1: drug not of this class"]),
      ([.detailed1: "0299"], ["detailed1: unknown code"]),
      ([.route3: "01"], ["route3: detail without substance"]),
      ([.substance2: "02", .detailed2: "0201"], ["sub2: substance named twice"]),
      ([.substance2: "02", .detailed2: "9997"], ["sub2: substance named twice"]),
      (
        [
          .substance2: "01", .route2: "96", .frequency2: "96", .age2: "96", .detailed2: "9996",
          .substance3: "04",
          .route3: "02", .frequency3: "01", .age3: "17", .detailed3: "0401",
        ],
        ["sub3: tertiary without secondary"]
      ),
      ([.medication: "1"], ["mat: medication without opioid"]),
      ([.substance1: "05", .detailed1: "0501"], ["mat: missing"]),
      ([.substance1: "05", .detailed1: "0501", .medication: "1"], []),
      ([.frequencyAtDischarge: ""], ["freq1_d: missing"]),
      ([.arrests: "96", .selfHelp: "96"], ["self_help: unknown code"]),
      ([.daysWaiting: "996"], []),
      ([.sex: "M", .reason: "99"], ["sex: unknown code", "reason: unknown code"]),
    ] as [([TEDSColumn: String], [String])])
  func `every edit rule names the column and the kind`(change: [TEDSColumn: String], faults: [String]) throws
  {
    #expect(try EpisodeFile(change).faults() == faults)
  }

  @Test func `every fault says what to do`() {
    for fault in [TEDSFault.missing, .duplicate, .illegalMove] {
      #expect(fault.message.hasSuffix("."))
      #expect(fault.message.contains(";"))
    }
  }

  @Test(arguments: [
    ("9996", -6), ("9997", -7), ("9998", -8), ("2004", 2_004), ("1608", 1_608), ("", -9), ("9999", -10),
  ])
  func `detailed drugs are read with their four-digit reasons`(text: String, code: Int16) throws {
    let table = try #require(TEDSCodes.tables[TEDSColumn.detailed1.rawValue])

    #expect(table.read(Array(text.utf8)[...]).rawValue == code)
  }

  @Test(arguments: [("997", -7), ("998", -8), ("996", 996), ("000", 0), ("999", -10), ("0000", -10)])
  func `days of waiting count up to 996`(text: String, code: Int16) throws {
    let table = try #require(TEDSCodes.tables[TEDSColumn.daysWaiting.rawValue])

    #expect(table.read(Array(text.utf8)[...]).rawValue == code)
  }
}
