/// Which moves an episode may make, as the clinic's file says; checked when it is loaded.
package struct StageRules: Hashable, Sendable {
  package let version: String
  /// Every rule, one for each pair of states, in the order of the file.
  package let rules: [StageRule]
  private let byStart: [StageState: [StageRule]]

  /// Reads the rules from a YAML file, of which `file` is the name for messages.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys("version", "rules")
    let groups = try keys.list("rules").read { (node) throws(InvalidFile) in
      let rules = try StageRule.product(node)
      for rule in rules {
        if let fault = rule.fault { throw node.refuse(fault, remedy: "Change the rule, or leave it out.") }
      }
      return (node: node, rules: rules)
    }
    let version = try keys["version"].text()
    guard version.count <= 60 else {
      throw try keys["version"].refuse("is too long", remedy: "Write at most 60 characters.")
    }
    self.init(version: version, rules: groups.flatMap(\.rules))
    if let fault = Self.fault(rules) {
      // The fault is told where the state is first named, if it is about one.
      let place = groups.first { $0.rules.contains { fault.isAbout($0) } }?.node ?? root
      throw place.refuse(fault.problem, remedy: fault.remedy)
    }
  }

  /// Takes rules that were checked when they were loaded.
  package init(version: String, rules: [StageRule]) {
    self.version = version
    self.rules = rules
    self.byStart = Dictionary(grouping: rules, by: \.from)
  }

  /// What is allowed from a state, in the order of the file.
  package func allowed(from state: StageState) -> [StageRule] {
    byStart[state] ?? []
  }

  /// The rule that allows the move; throws a refusal that lists what is allowed instead.
  package func legal(
    from: StageState, event: MoveEvent, to: StageState
  ) throws(IllegalMove) -> StageRule {
    let allowed = allowed(from: from)
    guard let rule = allowed.first(where: { $0.event == event && $0.to == to }) else {
      throw IllegalMove(from: from, event: event, to: to, allowed: allowed)
    }
    return rule
  }

  private static let shippedRules = Result {
    try StageRules(file: "stage_rules.yaml", yaml: PackageResources.stage_rules_yaml)
  }

  /// The text of the file that comes with the software.
  package static var shippedFile: String {
    String(decoding: PackageResources.stage_rules_yaml, as: UTF8.self)
  }

  /// The rules that come with the software, which a clinic may replace by its own.
  package static func shipped() throws -> StageRules {
    try shippedRules.get()
  }
}

extension StageRule {
  /// Reads one entry of the file, which stands for every pair of its `from` and `to`.
  fileprivate static func product(_ node: FileNode) throws(InvalidFile) -> [StageRule] {
    let keys = try node.keys("from", "event", "to", "needs", "roles", "endings")
    let event = try keys["event"].code(of: MoveEvent.self)
    let targets = try keys["to"].list().read { (node) throws(InvalidFile) in
      try node.code(of: StageState.self)
    }
    let needs = Set(
      try keys.list("needs").read { (node) throws(InvalidFile) in try node.code(of: Need.self) })
    let roles = try keys.list("roles").read { (node) throws(InvalidFile) in Role(rawValue: try node.text()) }
    let endings = try keys.list("endings").read { (node) throws(InvalidFile) in
      guard let reason = DischargeReason(tedsCode: try node.text()) else {
        throw node.refuse(
          "is not a discharge reason of TEDS",
          remedy: "Use one of \(DischargeReason.allCases.map(\.tedsCode).listing), in quotation marks.")
      }
      return reason
    }
    var rules: [StageRule] = []
    for from in try keys["from"].list() {
      let from = try from.code(of: StageState.self)
      rules += targets.map {
        StageRule(
          from: from, event: event, to: $0, needs: needs, roles: roles.isEmpty ? nil : Set(roles),
          endings: endings)
      }
    }
    return rules
  }
}
