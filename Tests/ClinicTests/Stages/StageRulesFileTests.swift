import Testing

@testable import Clinic

private let sound = """
  version: "1"
  rules:
    - { from: none, event: admit, to: detox }
    - { from: detox, event: discharge, to: ended, endings: ["02"] }
  """

@Suite struct StageRulesFileTests {
  @Test func `a small file is enough`() throws {
    #expect(try StageRules(file: "rules.yaml", yaml: Array(sound.utf8)).rules.count == 2)
  }

  @Test(arguments: [
    (
      "  - { from: detox, event: leave, to: detox_leave }",
      "has no way from the state detox_leave to the end"
    ),
    (
      "  - { from: residential, event: complete, to: ended, endings: [\"01\"] }",
      "no way into the state residential"
    ),
    ("  - { from: none, event: admit, to: detox }", "has the rule admit from none to detox twice"),
    ("  - { from: detox, event: complete, to: ended }", "must have the single ending 01"),
    (
      "  - { from: detox, event: transfer, to: aftercare, endings: [\"01\"] }",
      "must have the single ending 04"
    ),
    ("  - { from: detox, event: discharge, to: ended }", "names no discharge reason"),
    (
      "  - { from: none, event: admit, to: aftercare, endings: [\"04\"] }",
      "closes no stay and yet has an ending"
    ),
    ("  - { from: none, event: admit, to: ended }", "says that admit leads from none to ended"),
    ("  - { from: detox, event: leave, to: residential_leave }", "says that leave leads from detox"),
    ("  - { from: detox, event: vanish, to: ended }", "is not a known code"),
    (
      "  - { from: detox, event: discharge, to: ended, endings: [\"09\"] }",
      "is not a discharge reason of TEDS"
    ),
    (
      "  - { from: detox, event: discharge, to: ended, ending: [\"02\"] }",
      "is not a key that is known here"
    ),
    ("  - { from: detox, to: ended }", "lacks the key `event`"),
    ("  - detox", "is not a mapping"),
  ])
  func `a fault is told with file, line and remedy`(line: String, problem: String) throws {
    let file = sound + "\n" + line

    let error = #expect(throws: InvalidFile.self) {
      try StageRules(file: "rules.yaml", yaml: Array(file.utf8))
    }

    #expect(error?.message.contains(problem) == true, "\(error.map(\.message) ?? "")")
    #expect(error?.message.hasPrefix("rules.yaml:") == true)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func `the line is the one of the fault`() throws {
    let file = sound + "\n  - { from: detox, event: vanish, to: ended }"

    let error = #expect(throws: InvalidFile.self) {
      try StageRules(file: "rules.yaml", yaml: Array(file.utf8))
    }

    #expect(error?.line == 5)
    #expect(error?.field == "rules[2].event")
  }

  @Test func `moves that only go round are refused where they stand`() throws {
    let file =
      sound + """

          - { from: detox, event: leave, to: detox_leave }
          - { from: none, event: admit, to: residential }
          - { from: residential, event: leave, to: residential_leave }
          - { from: residential_leave, event: return, to: residential }
          - { from: detox_leave, event: discharge, to: ended, endings: ["02"] }
        """

    let error = #expect(throws: InvalidFile.self) {
      try StageRules(file: "rules.yaml", yaml: Array(file.utf8))
    }

    #expect(
      error?.message.contains("no way from the state residential to the end: its moves only go round") == true
    )
    #expect(error?.line == 6)
  }

  @Test func `what a file would change is told rule by rule`() throws {
    let before = try StageRules(file: "rules.yaml", yaml: Array(sound.utf8))
    let file =
      sound.replacing("to: detox }", with: "to: detox, needs: [level] }") + """

          - { from: detox, event: complete, to: ended, endings: ["01"] }
        """
    let after = try StageRules(file: "rules.yaml", yaml: Array(file.utf8))

    #expect(StageRuleChange.all(from: before, to: after).map(\.kind) == [.changed, .new])
    #expect(StageRuleChange.all(from: after, to: before).map(\.kind) == [.changed, .retired])
    #expect(StageRuleChange.all(from: after, to: after).isEmpty)
  }

  @Test(arguments: [[] as [UInt8], Array("a: [".utf8), [0xFF, 0xFE, 0x00], Array("- 1\n- 2".utf8)])
  func `what is no such file is refused`(bytes: [UInt8]) {
    #expect(throws: InvalidFile.self) { try StageRules(file: "rules.yaml", yaml: bytes) }
  }
}
