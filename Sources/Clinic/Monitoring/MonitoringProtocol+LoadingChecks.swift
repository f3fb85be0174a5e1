import Foundation

extension MonitoringProtocol.Check {
  init(_ node: FileNode, kind: MonitoringProtocol.Kind, lastHour: Int?) throws(InvalidFile) {
    let keys = try node.keys(
      "check", "title", "instrument", "signs", "scores", "score", "every", "unscored", "again")
    name = try keys["check"].slug()
    title = try keys["title"].short(limit: 40)
    task = try MonitoringProtocol.Task(node, keys, kind: kind)
    let score = try MonitoringProtocol.ScoreKind(keys, of: task)
    self.score = score
    let nodes = try keys["every"].list()
    let paces = try nodes.read { (node) throws(InvalidFile) in try MonitoringProtocol.Pace(node, score: score)
    }
    try PaceGrid(score: score, lastHour: lastHour).check(paces, at: nodes, of: node)
    self.paces = paces
    unscored = try keys[optional: "unscored"].map { (node) throws(InvalidFile) in
      guard score != nil else {
        throw node.refuse("belongs to a check with a score", remedy: "Leave it out.")
      }
      return try node.count(5...(paces.map(\.minutes).max() ?? 5), "minutes")
    }
    var again: [NotMeasured: Int] = [:]
    if let wanted = keys[optional: "again"] {
      for (key, value) in try wanted.entries() {
        let reason = try key.code(of: NotMeasured.self)
        again[reason] = try value.count(5...10_080, "minutes")
      }
    }
    self.again = again
  }
}

extension MonitoringProtocol.Task {
  fileprivate init(_ node: FileNode, _ keys: FileKeys, kind: MonitoringProtocol.Kind) throws(InvalidFile) {
    switch (keys[optional: "instrument"], keys[optional: "signs"]) {
    case (let instrument?, nil):
      let slug = try instrument.slug()
      if MonitoringProtocol.Kind.withdrawalScales.contains(slug), !kind.scales.contains(slug) {
        throw instrument.refuse(
          "is a scale of withdrawal that is not valid for \(kind.rawValue)",
          remedy: kind == .ketamine
            ? "No scale of withdrawal from ketamine is validated: watch craving, mood, sleep, pain, urinary signs and vital signs."
            : "Use a scale that is validated for it, or watch signs.")
      }
      self = .instrument(slug)
    case (nil, let signs?):
      self = .signs(
        Set(try signs.list().read { (node) throws(InvalidFile) in try node.code(of: VitalSign.self) }))
    default:
      throw node.refuse("does not say what is done", remedy: "Give instrument or signs, one of the two.")
    }
  }
}

extension MonitoringProtocol.ScoreKind {
  /// Nil where the pace goes by no score.
  fileprivate init?(_ keys: FileKeys, of task: MonitoringProtocol.Task) throws(InvalidFile) {
    switch task {
    case .instrument:
      guard let scores = keys[optional: "scores"] else { return nil }
      if let score = keys[optional: "score"] {
        throw score.refuse("belongs to signs", remedy: "Leave it out beside an instrument.")
      }
      self = .total(try scores.range(within: nil))
    case .signs(let signs):
      guard let score = keys[optional: "score"] else { return nil }
      let name = try score.text()
      if name == "news2" {
        guard signs.isSuperset(of: VitalSign.ofNews2) else {
          throw score.refuse(
            "needs seven signs",
            remedy: "Add \(VitalSign.ofNews2.subtracting(signs).map(\.rawValue).sorted().listing).")
        }
        self = .news2
        return
      }
      guard let sign = VitalSign(rawValue: name), signs.contains(sign),
        case .number(let possible, _, 0) = sign.form, possible == 0...10
      else {
        throw score.refuse(
          "is neither news2 nor one of the signs from 0 to 10", remedy: "Use such a sign of the check.")
      }
      self = .sign(sign, 0...10)
    }
  }
}

extension MonitoringProtocol.Pace {
  fileprivate init(_ node: FileNode, score: MonitoringProtocol.ScoreKind?) throws(InvalidFile) {
    let keys = try node.keys("from_hour", "until_hour", "scores", "held_hours", "red", "minutes")
    let minutes = try keys["minutes"].number(as: Int.self)
    guard (5...10_080).contains(minutes) else {
      throw try keys["minutes"].refuse(
        "is an interval of \(minutes) minutes", remedy: "Use 5 to 10080 minutes.")
    }
    self.minutes = minutes
    fromHour =
      try keys[optional: "from_hour"].map { (node) throws(InvalidFile) in
        try node.count(0...2_160, "hours")
      } ?? 0
    let until = try keys[optional: "until_hour"].map { (node) throws(InvalidFile) in
      try node.count(1...2_160, "hours")
    }
    untilHour = until
    if let until, until <= fromHour {
      throw node.refuse("ends before it begins", remedy: "Give until_hour a later hour than from_hour.")
    }
    scores = try keys[optional: "scores"].map { (node) throws(InvalidFile) in
      guard let score else {
        throw node.refuse("belongs to a check with a score", remedy: "Say which scores the check has.")
      }
      return try node.range(within: score.range)
    }
    heldHours =
      try keys[optional: "held_hours"].map { (node) throws(InvalidFile) in
        try node.count(1...720, "hours")
      } ?? 0
    if heldHours > 0, scores == nil {
      throw node.refuse("holds no scores", remedy: "Give the scores beside held_hours.")
    }
    isRed = try keys[optional: "red"].map { (node) throws(InvalidFile) in try node.flag() } ?? false
    if isRed, score != .news2 {
      throw node.refuse("goes by single points without NEWS2", remedy: "Write score: news2 for the check.")
    }
  }
}
