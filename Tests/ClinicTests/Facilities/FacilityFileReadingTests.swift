import Clinic
import Testing

/// Faults of a file of facilities, each told with its line.
struct FacilityFileReadingTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let change: (from: String, to: String)
    let line: Int
    let problem: String
    var testDescription: String { change.to }
  }

  private static let whole = """
    version: 1
    tags: [single]
    facilities:
      - facility: north
        zone: UTC
        name: North
        units:
          - unit: Detox
            stage: detox
            exclusive_to: women
            beds:
              - D-01
              - {bed: D-02, tags: [single]}
    """

  private static let faults = [
    Fault(change: ("tags: [single]}", "tags: [sinlge]}"), line: 13, problem: "is not a tag of this file"),
    Fault(change: ("women", "ladies"), line: 10, problem: "is not a known code"),
    Fault(change: ("stage: detox", "stage: heaven"), line: 9, problem: "is not a known code"),
    Fault(change: ("UTC", "Mars/Base"), line: 5, problem: "is not a time zone"),
    Fault(change: ("bed: D-02", "bed: d-01"), line: 13, problem: "lists a bed for the second time"),
    Fault(change: ("D-01", "a/b"), line: 12, problem: "is not the label of a bed"),
    Fault(change: ("zone", "zoen"), line: 5, problem: "is not a key that is known here"),
    Fault(
      change: ("zone: UTC", "zone: UTC\n    longest_hold_hours: 0"), line: 6,
      problem: "is not a number of hours from 1 to 2160"),
    Fault(change: ("zone: UTC", "zone: UTC\n    since: 2026-02-30"), line: 6, problem: "is not a day"),
    Fault(change: ("facility: north", "facility: North!"), line: 4, problem: "is not a short name"),
    Fault(
      change: ("tags: [single]\n", "tags: [single, single]\n"), line: 2,
      problem: "is listed for the second time"),
    Fault(change: ("tags: [single]\n", "tags: [Near Nurses]\n"), line: 2, problem: "is not a tag"),
  ]

  @Test func `the whole file is read`() throws {
    let file = try FacilityFile(file: "f.yaml", yaml: Array(Self.whole.utf8))
    #expect(file.houses[0].units[0].exclusiveTo == .women && file.houses[0].longestHoldHours == 72)
    #expect(
      file.houses[0].units[0].beds == [
        .init(label: "D-01", tags: []), .init(label: "D-02", tags: ["single"]),
      ])
    #expect(try FacilityFile(file: "f.yaml", yaml: Array(file.text.utf8)).houses == file.houses)
  }

  @Test(arguments: faults)
  func `a fault is told with its line`(fault: Fault) throws {
    let text = Self.whole.replacing(fault.change.from, with: fault.change.to, maxReplacements: 1)

    let refusal = #expect(throws: InvalidFile.self) {
      _ = try FacilityFile(file: "f.yaml", yaml: Array(text.utf8))
    }

    #expect(
      refusal?.line == fault.line && refusal?.problem == fault.problem, "\(String(describing: refusal))")
  }

  @Test(
    arguments: [
      (ExclusiveKind.women, Sex.male, 30, false), (.women, .female, 30, true), (.men, .male, nil, true),
      (.men, nil, 30, nil),
      (.adults, nil, 18, true), (.adults, nil, 17, false), (.adolescents, .female, 17, true),
      (.adolescents, .female, nil, nil),
    ] as [(ExclusiveKind, Sex?, Int?, Bool?)])
  func `a unit is for some`(kind: ExclusiveKind, sex: Sex?, age: Int?, admits: Bool?) {
    #expect(kind.admits(sex: sex, age: age) == admits)
  }
}
