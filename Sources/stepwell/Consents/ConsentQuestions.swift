import Clinic
import Foundation
import Service

/// Asks for what a patient signed, one question a line; every answer is checked and kept in the draft at once.
struct ConsentQuestions {
  let conversation: Conversation
  let draft: Draft
  let clock: WallClock
  let id: Consent.ID
  let patient: Patient.ID

  /// Asks for every element of a consent, and again for those that the kind cannot do without.
  func ask() throws {
    conversation.say("Enter leaves out what the paper does not say, and keeps what was typed before.")
    try askKind()
    for element in Consent.Element.allCases { try ask(element) }
    while case .deficient(let missing) = try consent(draft.content).state(at: clock.now, revokedAt: nil) {
      let words = missing.map { element in "\(element.rawValue) (\(element.words))" }.joined(separator: ", ")
      conversation.say("A consent of the kind \(draft["kind"]?.words ?? "") does not hold without: \(words).")
      guard try isToBeCompleted() else { return }
      // A signature that is not before the end cannot be typed until the end is right.
      let again = missing.contains(.signedAt) && !missing.contains(.expiry) ? [.expiry] + missing : missing
      for element in again { try ask(element) }
    }
  }

  private func askKind() throws {
    repeat {
      let old = draft["kind"]
      try ask("kind", "Kind (\(Consent.Kind.words))", isChecked: false) {
        .text(try Consent.Kind.typed($0).word)
      }
      // What another kind allowed, this one may not.
      if draft["kind"] != old, draft["categories"] != nil { try draft.note("categories", nil) }
    } while draft["kind"] == nil
  }

  private func ask(_ element: Consent.Element) throws {
    let line: (String) throws -> DraftValue = { .text(try Line($0).rawValue) }
    switch element {
    case .discloser: try ask("discloser", "Who gives the records out", line)
    case .categories:
      try ask("categories", "Which records (\(RecordCategory.words); separated by commas)") { text in
        .array(try text.split(separator: ",").map { .text(try RecordCategory.typed(String($0)).word) })
      }
    case .recipients: try askRecipients()
    case .purpose: try ask("purpose", "For what purpose", line)
    case .rightToRevoke:
      try ask("right_to_revoke", "What it says about revoking it") { .text(try Note($0).rawValue) }
    case .expiry: try askEnd()
    case .signature:
      try ask("signer", "Who signed it", line)
      try ask("signer_role", "Signed as (\(Consent.SignerRole.words))") {
        .text(try Consent.SignerRole.typed($0).word)
      }
    case .signedAt:
      try ask("signed_at", "Signed at (2026-06-15 14:00, yesterday 14:00, now)") { try signature($0) }
    case .statements:
      guard draft["kind"] == .text(Consent.Kind.tpo.word) else { return }
      try ask("tells_of_redisclosure", "It says that recipients may pass the records on (yes, no)", yesOrNo)
      try ask("tells_of_refusal", "It says what follows from not signing (yes, no)", yesOrNo)
    }
  }

  private func askRecipients() throws {
    while true {
      let noted = draft["recipients"]?.elements ?? []
      let count = noted.isEmpty ? "" : ", \(noted.count) noted"
      let question = "Recipient (\(Consent.Recipient.Kind.words); Enter when there is none more\(count))"
      let kind = try conversation.ask(question) { text in
        text.isEmpty ? nil : try Consent.Recipient.Kind.typed(text)
      }
      guard let kind else { return }
      let name = try conversation.ask("Name of the recipient") { try Line($0).rawValue }
      try draft.note(
        "recipients", .array(noted + [.object(["kind": .text(kind.word), "name": .text(name)])]))
    }
  }
}

extension ConsentQuestions {
  /// How a consent may end; the word is typed, the member is the request's.
  private static let ends = [
    (word: "at", member: "expires_at", question: "Ends at (2027-06-15 14:00, in 90 days)"),
    (word: "upon", member: "expires_upon", question: "Ends upon which event or condition"),
    (word: "never", member: "no_expiry_reason", question: "Why it has no end"),
  ]

  private func askEnd() throws {
    let old = Self.ends.first { draft[$0.member] != nil }
    let shown = old.map { " [\($0.word)]" } ?? ""
    let question = "How it ends (at a time, upon an event, never: type at, upon or never)\(shown)"
    let chosen = try conversation.ask(question) { text in
      guard !text.isEmpty else { return old }
      guard let end = Self.ends.first(where: { $0.word == text.lowercased() }) else {
        throw InvalidValue.unknown("at, upon, never")
      }
      return end
    }
    guard let chosen else { return }
    var content = draft.content
    for end in Self.ends { content[end.member] = nil }
    let kept = draft[chosen.member]
    let value = try conversation.ask(chosen.question + (kept.map { " [\($0.words)]" } ?? "")) { text in
      guard !text.isEmpty else { return kept }
      let value: DraftValue =
        chosen.word == "at" ? try time(text, "expires_at") : .text(try Line(text).rawValue)
      content[chosen.member] = value
      _ = try consent(content)
      return value
    }
    guard let value else { return }
    for end in Self.ends where end.member != chosen.member { try draft.note(end.member, nil) }
    try draft.note(chosen.member, value)
  }

  private func isToBeCompleted() throws -> Bool {
    try conversation.ask("Type it now, or record the consent as it is (now, as it is)") { text in
      switch text.lowercased() {
      case "now": true
      case "as it is": false
      default: throw InvalidValue.unknown("now, as it is")
      }
    }
  }

  /// Asks for one member, unless Enter keeps what the draft has; what the consent as a whole refuses is asked again.
  private func ask(
    _ name: String, _ question: String, isChecked: Bool = true, _ read: (String) throws -> DraftValue
  ) throws {
    let old = draft[name]
    let new = try conversation.ask(question + (old.map { " [\($0.words)]" } ?? "")) { text in
      guard !text.isEmpty else { return old }
      let new = try read(text)
      if isChecked { _ = try consent(draft.content.merging([name: new]) { $1 }) }
      return new
    }
    try draft.note(name, new)
  }

  /// The consent that a draft makes; throws what is wrong with it.
  private func consent(_ content: [String: DraftValue]) throws -> Consent {
    try ConsentRequest(draftOf: content).consent(id, of: patient)
  }

  private func signature(_ text: String) throws -> DraftValue {
    guard try clock.read(text, "signed_at") <= clock.now else {
      throw InvalidValue(
        "date-in-future", field: nil, problem: "is after now", remedy: "Type when it was signed.")
    }
    return try time(text, "signed_at")
  }

  private func time(_ text: String, _ field: String) throws -> DraftValue {
    .text(try clock.read(text, field).formatted(.iso8601))
  }

  private func yesOrNo(_ text: String) throws -> DraftValue { .flag(try Bool.typed(text)) }
}

extension ConsentRequest {
  /// The request in a draft, which also says of whom it is.
  init(draftOf content: [String: DraftValue]) throws {
    var members = content
    members["patient_id"] = nil
    try self.init(JSONNode(body: Array(JSON.text(members).utf8)))
  }
}

extension Consent.Element {
  /// What is missing where it is missing.
  fileprivate var words: String {
    switch self {
    case .discloser: "who gives the records out"
    case .categories: "which records"
    case .recipients: "to whom; with an intermediary also whom it serves"
    case .purpose: "for what purpose"
    case .rightToRevoke: "what it says about revoking it"
    case .expiry: "when it ends; only tpo and research may have no end"
    case .signature: "who signed it and as whom"
    case .signedAt: "when it was signed"
    case .statements: "that recipients may pass the records on, and what follows from not signing"
    }
  }
}
