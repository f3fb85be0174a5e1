import Clinic
import Foundation
import Testing

/// What holds of every plan, whatever was observed, by every shipped protocol.
struct MonitoringPropertyTests {
  private static let start = Date(timeIntervalSince1970: 1_781_524_800)
  private let protocols: [MonitoringProtocol]

  init() throws { protocols = try ProtocolLibrary.shipped().map(\.definition) }

  private func at(_ minute: Int) -> Date { Self.start.addingTimeInterval(Double(minute) * 60) }

  private func course(_ random: inout SeededRandom) -> MonitoringCourse {
    let begin = Int.random(in: 0...600, using: &random)
    let end = Bool.random(using: &random) ? at(begin + Int.random(in: 1...20_000, using: &random)) : nil
    return MonitoringCourse(countedFrom: Self.start, startedAt: at(begin), endsAt: end)
  }

  private func observations(
    of definition: MonitoringProtocol, count: Int, _ random: inout SeededRandom
  ) -> [Observation] {
    (0..<count).compactMap { _ in
      guard let check = definition.checks.randomElement(using: &random) else { return nil }
      let minute = Int.random(in: 0...12_000, using: &random)
      return Observation(id: uuid(&random), at: at(minute), content(of: check, &random))
    }
  }

  private func content(
    of check: MonitoringProtocol.Check, _ random: inout SeededRandom
  ) -> Observation.Content {
    if Int.random(in: 0..<6, using: &random) == 0 {
      return .said(check: check.name, CheckWord.allCases.randomElement(using: &random) ?? .skipped)
    }
    switch check.task {
    case .instrument(let slug):
      let most = check.score?.range.upperBound ?? 6
      let total = Int.random(in: 0...most, using: &random)
      let isKnown = Int.random(in: 0..<5, using: &random) > 0
      return .score(
        instrument: slug, total: isKnown ? total : nil, atLeast: total,
        results: Bool.random(using: &random) ? ["high"] : [])
    case .signs(let signs):
      var readings: [VitalSign: Reading] = [:]
      for sign in signs {
        if Int.random(in: 0..<8, using: &random) == 0 {
          readings[sign] = .missing(NotMeasured.allCases.randomElement(using: &random) ?? .asleep)
        } else if case .number(_, let likely, _) = sign.form {
          let (low, high) = (
            Int(truncating: likely.lowerBound as NSNumber), Int(truncating: likely.upperBound as NSNumber)
          )
          readings[sign] = .number(Decimal(Int.random(in: low...high, using: &random)))
        } else if case .word(let words) = sign.form {
          readings[sign] = .word(words.randomElement(using: &random) ?? "")
        }
      }
      return .vitals(readings, News2(readings, scale: .first))
    }
  }

  private func uuid(_ random: inout SeededRandom) -> UUID {
    Identifier<Vitals>(at: Self.start, random: &random).rawValue
  }

  private func longest(_ check: MonitoringProtocol.Check) -> Int { check.paces.map(\.minutes).max() ?? 0 }
  private func shortest(_ check: MonitoringProtocol.Check) -> Int {
    min(check.paces.map(\.minutes).min() ?? 0, check.again.values.min() ?? Int.max)
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `one check is due at a time, after what was last settled and within the bounds of the file`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    for definition in protocols {
      let (course, found) = (course(&random), observations(of: definition, count: 80, &random))
      let plan = definition.plan(course, found)
      for (check, line) in zip(definition.checks, plan.checks) {
        if let due = line.dueAt {
          #expect(due >= course.startedAt, "\(seed) \(check.name)")
          if let end = plan.endsAt { #expect(due < end, "\(seed) \(check.name)") }
          if let last = line.slots.last, due > course.startedAt {
            let minutes = due.timeIntervalSince(last.at) / 60
            #expect(
              minutes >= Double(shortest(check)) && minutes <= Double(longest(check)), "\(seed) \(check.name)"
            )
          }
        }
        for (earlier, later) in zip(line.slots, line.slots.dropFirst()) { #expect(earlier.at <= later.at) }
        if let end = plan.endsAt { #expect(line.slots.allSatisfy { $0.at <= end }) }
      }
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `the order in which observations are written down does not matter`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for definition in protocols {
      let (course, found) = (course(&random), observations(of: definition, count: 60, &random))
      #expect(
        definition.plan(course, found) == definition.plan(course, found.shuffled(using: &random)), "\(seed)")
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `what comes later changes nothing of what was settled`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for definition in protocols {
      let course = course(&random)
      let found = observations(of: definition, count: 60, &random).sorted { $0.at < $1.at }
      let cut = Int.random(in: 0...found.count, using: &random)
      // Of several at one instant the order goes by identity, so a cut between them is no earlier time.
      let prefix = Array(
        found.prefix(cut).filter { $0.at < (found.dropFirst(cut).first?.at ?? .distantFuture) })
      let (early, late) = (definition.plan(course, prefix), definition.plan(course, found))
      for (before, after) in zip(early.checks, late.checks) {
        #expect(Array(after.slots.prefix(before.slots.count)) == before.slots, "\(seed) \(before.name)")
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a higher score never makes the next check later`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for definition in protocols {
      let course = MonitoringCourse(countedFrom: Self.start, startedAt: Self.start)
      let found = observations(of: definition, count: 30, &random).filter { $0.at < at(6_000) }
      for (index, check) in definition.checks.enumerated() {
        guard case .instrument(let slug) = check.task, let range = check.score?.range else { continue }
        let id = uuid(&random)
        let dues = range.map { score in
          definition.plan(
            course,
            found + [
              Observation(
                id: id, at: at(6_001), .score(instrument: slug, total: score, atLeast: score, results: []))
            ]
          ).checks[index].dueAt ?? .distantFuture
        }
        #expect(zip(dues, dues.dropFirst()).allSatisfy { $0 >= $1 }, "\(seed) \(check.name)")
        let unknown =
          definition.plan(
            course,
            found + [
              Observation(
                id: id, at: at(6_001), .score(instrument: slug, total: nil, atLeast: 0, results: []))
            ]
          ).checks[index].dueAt ?? .distantFuture
        #expect(dues.first.map { unknown <= $0 } ?? false, "an unknown score is never taken for a low one")
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `whoever does each check when it is due is never late, and the file's intervals are kept`(seed: UInt64)
  {
    var random = SeededRandom(seed: seed)
    for definition in protocols {
      let course = MonitoringCourse(countedFrom: Self.start, startedAt: Self.start)
      var done: [Observation] = []
      for _ in 0..<60 {
        let plan = definition.plan(course, done)
        let next = zip(definition.checks, plan.checks).compactMap { check, line in
          line.dueAt.map { (check, $0) }
        }
        .min { $0.1 < $1.1 }
        guard let (check, due) = next else { break }
        var content = content(of: check, &random)
        if case .said(_, .answered) = content { content = .said(check: check.name, .skipped) }
        if case .vitals(let readings, let news2) = content,
          !readings.values.contains(where: { $0.missing == nil })
        {
          content = news2 == nil ? .said(check: check.name, .asleep) : content
        }
        done.append(Observation(id: uuid(&random), at: due, content))
      }
      let plan = definition.plan(course, done)
      for (check, line) in zip(definition.checks, plan.checks) {
        #expect(line.slots.allSatisfy { !$0.isLate(graceMinutes: 0) }, "\(seed) \(check.name)")
        for (before, after) in zip(line.slots, line.slots.dropFirst()) {
          #expect(
            after.at.timeIntervalSince(before.at) <= Double(longest(check)) * 60, "\(seed) \(check.name)")
        }
      }
    }
  }
}
