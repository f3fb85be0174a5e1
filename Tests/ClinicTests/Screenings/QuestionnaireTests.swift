import Foundation
import Testing

@testable import Clinic

/// Official words find their items by code and value, and by nothing else.
@Suite struct QuestionnaireTests {
  private func option(_ code: String, _ words: String, _ weight: Int? = nil) -> String {
    let weights = weight.map {
      #", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": \#($0)}]"#
    }
    return #"{"valueCoding": {"code": "\#(code)", "display": "\#(words)"}\#(weights ?? "")}"#
  }

  private func file(panel: String = "55757-9", _ items: String) throws -> Questionnaire {
    try Questionnaire(
      json: Array(
        #"""
        {"resourceType": "Questionnaire", "url": "http://example.org/q", "version": "2", "title": "The two",
         "code": [{"system": "http://loinc.org", "code": "\#(panel)"}], "item": [\#(items)]}
        """#.utf8))
  }

  private let licence = try? Note("free to use")

  @Test func `questions go by their LOINC code or link, answers by code and value`() throws {
    let phq2 = try InstrumentLibrary.shipped().find("phq_2")
    let answers = [
      option("LA6568-5", "Never", 0), option("LA6569-3", "Some  days"), option("other", "Most days", 2),
      option("LA6571-9", "Daily", 3),
    ].joined(separator: ", ")
    let file = try file(
      """
      {"linkId": "group", "type": "group", "item": [
        {"linkId": "a", "type": "choice", "text": "First?", "code": [{"code": "44250-9"}], "answerOption": [\(answers)]},
        {"linkId": "help", "type": "display", "text": "Help"}]},
      {"linkId": "/44255-8", "type": "choice", "text": "Second?"},
      {"linkId": "sum", "type": "decimal", "text": "Sum", "code": [{"code": "55758-7"}]}
      """)

    let (wording, gaps) = try file.wording(of: phq2, licence: #require(licence))

    #expect(wording.questions == [1: "First?", 2: "Second?"])
    #expect(wording.answers == [1: [0: "Never", 1: "Some days", 2: "Most days", 3: "Daily"]])
    #expect(wording.source == "http://example.org/q|2" && wording.language == "en")
    #expect(gaps == (Int16(0)...3).map { WordingGap(.noAnswer, item: 2, value: $0) })
  }

  /// The trap of published AUDIT-C files: another question than the first of the instrument.
  @Test func `what fits nothing is told and not put anywhere`() throws {
    let auditC = try InstrumentLibrary.shipped().find("audit_c")
    let file = try file(
      panel: "72109-2",
      """
      {"linkId": "/68517-2", "type": "decimal", "text": "How many times?", "code": [{"code": "68517-2"}]},
      {"linkId": "/68519-8", "type": "choice", "text": "How many?", "code": [{"code": "68519-8"}]},
      {"linkId": "again", "type": "choice", "text": "How many again?", "code": [{"code": "68519-8"}]}
      """)

    let (wording, gaps) = try file.wording(of: auditC, licence: #require(licence))

    #expect(wording.questions == [2: "How many?"])
    #expect(gaps.contains(WordingGap(.unknownQuestion, linkID: "/68517-2")))
    #expect(gaps.contains(WordingGap(.questionTwice, linkID: "again", item: 2)))
    #expect(
      gaps.contains(WordingGap(.noQuestion, item: 1)) && gaps.contains(WordingGap(.noQuestion, item: 3)))
  }

  @Test func `an answer whose code and value disagree is not taken`() throws {
    let phq2 = try InstrumentLibrary.shipped().find("phq_2")
    let file = try file(
      """
      {"linkId": "/44250-9", "type": "choice", "text": "First?",
       "answerOption": [\(option("LA6568-5", "Never", 3)), \(option("zz", "Nine", 9)), \(option("LA6569-3", "", 1))]}
      """)

    let (wording, gaps) = try file.wording(of: phq2, licence: #require(licence))

    #expect(wording.answers.isEmpty)
    #expect(
      gaps.prefix(3) == [
        WordingGap(.unknownAnswer, linkID: "/44250-9", item: 1, value: 3),
        WordingGap(.unknownAnswer, linkID: "/44250-9", item: 1, value: 9),
        WordingGap(.unusableWords, linkID: "/44250-9", item: 1, value: 1),
      ])
  }

  @Test func `links that only the file knows are placed by hand`() throws {
    let audit = try InstrumentLibrary.shipped().find("audit")
    let file = try file(
      panel: "none", #"{"linkId": "audit-question-one", "type": "choice", "text": "How often?"}"#)
    let licence = try #require(licence)

    #expect(throws: InvalidValue.self) { try file.wording(of: audit, licence: licence) }
    let (wording, _) = try file.wording(of: audit, licence: licence, places: ["audit-question-one": 1])
    #expect(wording.questions == [1: "How often?"])

    func code(_ places: [String: Int16], language: String? = nil) -> String? {
      do {
        _ = try file.wording(of: audit, language: language, licence: licence, places: places)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(["audit-question-two": 2]) == "unknown-link")
    #expect(code(["audit-question-one": 11]) == "unknown-item")
    #expect(code(["audit-question-one": 1], language: "Deutsch!") == "invalid-language")
    #expect(code([:]) == "other-instrument")
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"resourceType": "Bundle"}"#,
    #"{"resourceType": "Questionnaire", "item": [{"text": "x"}]}"#,
  ])
  func `what is no Questionnaire is refused`(text: String) {
    let refusal = #expect(throws: InvalidValue.self) { try Questionnaire(json: Array(text.utf8)) }
    #expect(refusal?.code == "malformed-questionnaire")
  }
}
