import Clinic
import Foundation
import Testing

@testable import Reports

@Suite struct StageRulesPictureTests {
  @Test func `every state and every way of the shipped rules is drawn, with a title and in words`() throws {
    let rules = try StageRules.shipped()

    let svg = StageRulesPicture(rules).svg

    let ways = Set(rules.rules.filter { $0.event != .correct }.map { [$0.from, $0.to] })
    #expect(svg.components(separatedBy: "marker-end").count - 1 == ways.count)
    #expect(svg.contains("<title id=\"title\">Stage rules, version 1</title>"))
    #expect(svg.contains("From detox_leave return to detox."))
    #expect(svg.contains(">detox, away<") && svg.contains(">complete, discharge<"))
    #expect(!svg.contains(">correct<"))
  }

  @Test func `rules of few states give a picture of few states`() throws {
    let file = """
      version: "<&>"
      rules:
        - { from: none, event: admit, to: detox }
        - { from: detox, event: discharge, to: ended, endings: ["02"] }
      """

    let svg = StageRulesPicture(try StageRules(file: "r.yaml", yaml: Array(file.utf8))).svg

    #expect(!svg.contains("aftercare"))
    #expect(svg.contains("version &lt;&amp;&gt;"))
    #expect(svg.components(separatedBy: "marker-end").count - 1 == 2)
  }
}
