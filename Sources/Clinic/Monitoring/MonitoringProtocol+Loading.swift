extension MonitoringProtocol {
  /// Reads a protocol from a YAML file, of which `file` is the name for messages, and checks it.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys(
      "protocol", "version", "title", "about", "source", "kind", "grace_minutes", "checks", "escalations",
      "stop")
    reference = Reference(slug: try keys["protocol"].slug(), version: try keys["version"].short(limit: 40))
    title = try keys["title"].short(limit: 100)
    about = try keys["about"].text()
    source = try keys["source"].text()
    let kind = try keys["kind"].code(of: Kind.self)
    self.kind = kind
    graceMinutes = try keys["grace_minutes"].count(0...1_440, "minutes")
    let nodes = try keys["checks"].list()
    let stopNodes = try keys.list("stop")
    guard !stopNodes.isEmpty else {
      throw root.refuse(
        "has no stop rule", remedy: "Add `stop` with after_hours, or with held, at_most and hours.")
    }
    let stops = try stopNodes.read { (node) throws(InvalidFile) in try Stop(node) }
    self.stops = stops
    let last = stops.compactMap { if case .afterHours(let hours) = $0 { hours } else { nil } }.min()
    var checks: [Check] = []
    for node in nodes {
      let check = try Check(node, kind: kind, lastHour: last)
      guard !checks.contains(where: { $0.name == check.name }) else {
        throw node.refuse("is there twice", remedy: "Give each check one entry.")
      }
      checks.append(check)
    }
    guard !checks.isEmpty else { throw root.refuse("has no check", remedy: "Add `checks`.") }
    self.checks = checks
    for (stop, node) in zip(stops, stopNodes) { try stop.check(checks, at: node) }
    escalations = try keys.list("escalations").read { (node) throws(InvalidFile) in
      try Escalation(node, checks: checks)
    }
  }
}

extension MonitoringProtocol.Stop {
  fileprivate init(_ node: FileNode) throws(InvalidFile) {
    let keys = try node.keys("after_hours", "held", "at_most", "hours")
    switch (keys[optional: "after_hours"], keys[optional: "held"]) {
    case (let hours?, nil): self = .afterHours(try hours.count(1...2_160, "hours"))
    case (nil, let check?):
      self = .held(
        check: try check.text(), atMost: try keys["at_most"].number(),
        hours: try keys["hours"].count(1...720, "hours"))
    default:
      throw node.refuse("is not one stop rule", remedy: "Give after_hours, or held with at_most and hours.")
    }
  }

  fileprivate func check(_ checks: [MonitoringProtocol.Check], at node: FileNode) throws(InvalidFile) {
    guard case .held(let name, let atMost, _) = self else { return }
    guard let range = checks.first(where: { $0.name == name })?.score?.range else {
      throw node.refuse("waits for a check that has no score", remedy: "Name a check with scores.")
    }
    guard range.contains(atMost), atMost < range.upperBound else {
      throw node.refuse(
        "is never reached, or always",
        remedy: "Use at_most from \(range.lowerBound) to \(range.upperBound - 1).")
    }
  }
}

extension MonitoringProtocol.Escalation {
  fileprivate init(_ node: FileNode, checks: [MonitoringProtocol.Check]) throws(InvalidFile) {
    let keys = try node.keys("check", "from", "red", "results", "tell", "within_minutes", "then")
    let name = try keys["check"].text()
    guard let check = checks.first(where: { $0.name == name }) else {
      throw try keys["check"].refuse(
        "is not a check of this file", remedy: "Use one of \(checks.map(\.name).listing).")
    }
    self.check = name
    switch (keys[optional: "from"], keys[optional: "red"], keys[optional: "results"]) {
    case (let from?, nil, nil):
      guard let range = check.score?.range else {
        throw from.refuse(
          "belongs to a check without a score", remedy: "Use results, or give the check scores.")
      }
      let least = try from.number(as: Int.self)
      guard range.contains(least) else {
        throw from.refuse(
          "is never reached", remedy: "Use \(range.lowerBound) to \(range.upperBound).")
      }
      trigger = .score(atLeast: least)
    case (nil, let red?, nil):
      guard try red.flag(), check.score == .news2 else {
        throw red.refuse("belongs to a check with NEWS2", remedy: "Write red: true there, or leave it out.")
      }
      trigger = .red
    case (nil, nil, let results?):
      trigger = .results(Set(try results.list().read { (node) throws(InvalidFile) in try node.text() }))
    default:
      throw node.refuse("does not say when", remedy: "Give one of from, red and results.")
    }
    let role = try keys["tell"].text()
    guard role.wholeMatch(of: /[a-z][a-z_]{1,39}/) != nil else {
      throw try keys["tell"].refuse("is not the name of a role", remedy: "Use a name such as prescriber.")
    }
    tell = Role(rawValue: role)
    withinMinutes = try keys["within_minutes"].count(1...1_440, "minutes")
    then = try keys["then"].short(limit: 300)
  }
}

extension FileNode {
  /// A text of at most so many characters.
  func short(limit: Int) throws(InvalidFile) -> String {
    let text = try text()
    guard text.count <= limit else {
      throw refuse("is longer than \(limit) characters", remedy: "Shorten it.")
    }
    return text
  }

  /// A number of something within bounds.
  func count(_ range: ClosedRange<Int>, _ things: String) throws(InvalidFile) -> Int {
    let number = try number(as: Int.self)
    guard range.contains(number) else {
      throw refuse(
        "is \(number) \(things), which cannot be",
        remedy: "Use \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  /// Two numbers, the lower first, within `range`.
  func range(within range: ClosedRange<Int>?) throws(InvalidFile) -> ClosedRange<Int> {
    let numbers = try list().read { (node) throws(InvalidFile) in try node.number(as: Int.self) }
    guard numbers.count == 2, numbers[0] <= numbers[1] else {
      throw refuse("is not a range", remedy: "Write the least and the most: [0, 9].")
    }
    let own = numbers[0]...numbers[1]
    if let range, !(range.contains(own.lowerBound) && range.contains(own.upperBound)) {
      throw refuse(
        "goes beyond what the score can be", remedy: "Use \(range.lowerBound) to \(range.upperBound).")
    }
    return own
  }
}
