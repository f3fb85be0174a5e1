import Clinic
import Foundation
import Testing

/// Protocols as files: what they must say, and how a fault is told.
struct ProtocolFileTests {
  private static let sound = """
    protocol: ours
    version: "1"
    title: Ours
    about: About it.
    source: Ourselves.
    kind: alcohol
    grace_minutes: 30
    checks:
      - check: ciwa_ar
        title: CIWA-Ar
        instrument: ciwa_ar
        scores: [0, 67]
        every:
          - { scores: [10, 67], minutes: 60 }
          - { scores: [0, 9], held_hours: 24, minutes: 480 }
          - { scores: [0, 9], minutes: 240 }
    escalations:
      - { check: ciwa_ar, from: 19, tell: prescriber, within_minutes: 15, then: Come. }
    stop:
      - { after_hours: 120 }
    """

  private func refusal(_ old: String, _ new: String) -> InvalidFile? {
    #expect(Self.sound.contains(old))
    do {
      _ = try MonitoringProtocol(file: "ours.yaml", yaml: Array(Self.sound.replacing(old, with: new).utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `the shipped protocols are sound`() throws {
    let all = try ProtocolLibrary.shipped().map(\.definition)
    #expect(all.map(\.reference.slug) == ["alcohol", "opioid", "benzodiazepine", "ketamine", "supportive"])
  }

  @Test func `ketamine is watched without a scale of withdrawal`() throws {
    let ketamine = try ProtocolLibrary.find("ketamine").definition
    let watched = ketamine.checks.reduce(into: Set<VitalSign>()) { all, check in
      if case .signs(let signs) = check.task { all.formUnion(signs) }
    }
    #expect(watched.isSuperset(of: VitalSign.ofNews2))
    #expect(
      watched.isSuperset(of: [.craving, .mood, .sleepHours, .pain, .bladderPain, .urinations, .urineBlood]))
    let instruments = ketamine.checks.compactMap {
      if case .instrument(let slug) = $0.task { slug } else { nil }
    }
    #expect(instruments == ["c_ssrs"])
  }

  @Test func `a sound file is read`() throws {
    #expect(refusal("Ours\n", "Ours\n") == nil)
  }

  /// What is wrong, where it stands, and which words must be told.
  @Test(
    arguments: [
      (
        "{ scores: [10, 67], minutes: 60 }", "{ scores: [10, 67], minutes: 0 }", 14,
        "an interval of 0 minutes"
      ),
      (
        "{ scores: [10, 67], minutes: 60 }", "{ scores: [12, 67], minutes: 60 }", 9,
        "leaves hour 0 for the score 10"
      ),
      (
        "{ scores: [10, 67], minutes: 60 }", "{ from_hour: 4, scores: [10, 67], minutes: 60 }", 9,
        "leaves hour 0"
      ),
      ("{ scores: [10, 67], minutes: 60 }", "{ scores: [0, 67], minutes: 60 }", 15, "is never reached"),
      ("{ scores: [10, 67], minutes: 60 }", "{ scores: [10, 68], minutes: 60 }", 14, "goes beyond"),
      ("{ scores: [10, 67], minutes: 60 }", "{ scores: [67, 10], minutes: 60 }", 14, "is not a range"),
      ("held_hours: 24, minutes", "held_hours: 130, minutes", 15, "is never reached"),
      ("  - { after_hours: 120 }", "  []", nil, "has no stop rule"),
      ("after_hours: 120", "after_hours: 0", 20, "cannot be"),
      ("after_hours: 120", "held: ciwa_ar, at_most: 67, hours: 24", 20, "never reached, or always"),
      ("after_hours: 120", "held: cows, at_most: 4, hours: 24", 20, "has no score"),
      ("from: 19", "from: 68", 18, "is never reached"),
      ("check: ciwa_ar, from", "check: cows, from", 18, "is not a check"),
      ("kind: alcohol", "kind: ketamine", 11, "not valid for ketamine"),
      ("kind: alcohol", "kind: opioid", 11, "not valid for opioid"),
      ("grace_minutes: 30", "grace_minutes: soon", 7, "is not a whole number"),
      ("title: Ours", "titel: Ours", 3, "is not a key"),
    ] as [(String, String, Int?, String)])
  func `a fault is refused with its line`(old: String, new: String, line: Int?, words: String) throws {
    let refused = try #require(refusal(old, new), "\(new) was taken")
    #expect(refused.message.contains(words), "\(refused)")
    if let line { #expect(refused.line == line, "\(refused)") }
  }

  @Test func `NEWS2 needs its seven signs`() {
    let refused = refusal(
      "    instrument: ciwa_ar\n    scores: [0, 67]\n", "    signs: [pulse]\n    score: news2\n")
    #expect(refused?.message.contains("needs seven signs") == true)
  }
}
