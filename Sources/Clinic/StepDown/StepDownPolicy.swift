import Foundation

/// What the step-down guard asks for, whose job each item is, and by when; from a file.
package struct StepDownPolicy: Hashable, Sendable {
  package let version: String
  /// Days after the end of a stay within which somebody sees the person.
  package let appointmentWithinDays: Int
  /// Hours before the expected end for which an assessment is fresh enough.
  package let assessmentValidHours: Int
  private let rules: [StepDownItem: Rule]

  private struct Rule: Hashable {
    let owner: Role
    let deadline: Deadline
  }

  private enum Deadline: Hashable {
    case afterStart(hours: Int)
    case beforeEnd(hours: Int)
  }

  /// Reads the policy from a YAML file, of which `file` is the name for messages.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys("version", "appointment_within_days", "assessment_valid_hours", "items")
    version = try keys["version"].text()
    appointmentWithinDays = try Self.positive(keys["appointment_within_days"])
    assessmentValidHours = try Self.positive(keys["assessment_valid_hours"])
    var rules: [StepDownItem: Rule] = [:]
    for node in try keys.list("items") {
      let entry = try node.keys("item", "owner", "after_start", "before_end")
      let item = try entry["item"].code(of: StepDownItem.self)
      let (start, end) = (try? entry["after_start"], try? entry["before_end"])
      let deadline: Deadline
      switch (start, end) {
      case (let hours?, nil): deadline = .afterStart(hours: try Self.positive(hours))
      case (nil, let hours?): deadline = .beforeEnd(hours: try Self.positive(hours))
      default:
        throw node.refuse(
          "does not say by when", remedy: "Give after_start or before_end in hours, one of the two.")
      }
      let rule = Rule(owner: Role(rawValue: try entry["owner"].text()), deadline: deadline)
      guard rules.updateValue(rule, forKey: item) == nil else {
        throw node.refuse("is there twice", remedy: "Leave one of the two out.")
      }
    }
    if let missing = StepDownItem.allCases.first(where: { rules[$0] == nil }) {
      throw root.refuse("leaves out \(missing.rawValue)", remedy: "Say whose job it is, and by when.")
    }
    self.rules = rules
  }

  /// The role whose job an item is.
  package func owner(of item: StepDownItem) -> Role? { rules[item]?.owner }

  /// When an item should be settled; nil while that goes by an end that nobody knows.
  package func due(_ item: StepDownItem, start: Date, expectedEnd: Date?) -> Date? {
    switch rules[item]?.deadline {
    case .afterStart(let hours): start.addingTimeInterval(Double(hours) * 3_600)
    case .beforeEnd(let hours): expectedEnd?.addingTimeInterval(-Double(hours) * 3_600)
    case nil: nil
    }
  }

  private static func positive(_ node: FileNode) throws(InvalidFile) -> Int {
    let number = try node.number(as: Int.self)
    guard (1...10_000).contains(number) else {
      throw node.refuse("is not between 1 and 10000", remedy: "Write a number like 24.")
    }
    return number
  }

  private static let shippedPolicy = Result {
    try StepDownPolicy(file: "step_down.yaml", yaml: PackageResources.step_down_yaml)
  }

  /// The policy that comes with the software.
  package static func shipped() throws -> StepDownPolicy { try shippedPolicy.get() }
}
