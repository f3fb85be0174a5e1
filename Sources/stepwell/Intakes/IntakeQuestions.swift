import Clinic
import Foundation
import Records
import Service

/// Asks for an intake, one question a line; every answer is checked and kept in the draft at once.
struct IntakeQuestions {
  let conversation: Conversation
  let draft: Draft

  func ask(_ desk: Desk, _ clock: WallClock) throws {
    conversation.say("Enter leaves a question out. Where there is a value but nobody tells it, type why:")
    conversation.say("refused, unknown, unable, not collected, not applicable.")
    try askFacility(desk, clock)
    if draft["patient_id"] == nil { try askPerson() }
    try askSubstances()
    try askCircumstances()
    try ask(nil, "notes", "Notes") { .text(try Note($0).rawValue) }
  }

  private func askFacility(_ desk: Desk, _ clock: WallClock) throws {
    guard draft["facility_id"] == nil else { return }
    if let only = clock.facilities.first, clock.facilities.count == 1 {
      return try draft.note("facility_id", .text(only.facility.id.description))
    }
    let names = clock.facilities.map(\.slug).joined(separator: ", ")
    let found = try conversation.ask("Facility (\(names))") { name in
      guard let found = clock.facilities.first(where: { $0.slug == name.lowercased() }) else {
        throw InvalidValue(
          "unknown-facility", field: nil, problem: "is not a facility", remedy: "Use one of \(names).")
      }
      return found
    }
    try draft.note("facility_id", .text(found.facility.id.description))
  }

  private func askPerson() throws {
    let name: (String) throws -> DraftValue = { .text(try Patient.Name($0).rawValue) }
    while true {
      try ask("patient", "given_name", "Given name", name)
      try ask("patient", "family_name", "Family name", name)
      if value("patient", "given_name") != nil || value("patient", "family_name") != nil { break }
      try ask("patient", "name", "No name: why (refused, unknown, unable)?") { text in
        throw InvalidValue(
          "missing-required", field: nil,
          problem: "needs a reason (\(text.isEmpty ? "none" : "not that") was given)",
          remedy: "Type refused, unknown or unable.")
      }
      if value("patient", "name") != nil { break }
    }
    try ask("patient", "birth_date", "Birth date (1990-12-31)", recorded: true) {
      .text(try Day($0).description)
    }
    try ask("patient", "sex", "Sex (male, female)", recorded: true) { try word($0, Sex.self) }
    try ask("patient", "phone", "Phone") { .text(try Line($0).rawValue) }
    try draft.moveContact("phone")
  }

  private func askCircumstances() throws {
    try ask(.paymentSource, choices("Who will pay", PaymentSource.self)) {
      try PaymentSource.typed($0).code
    }
    try ask(.psychiatricProblem, "A psychiatric problem, too (yes, no)") { try Bool.typed($0) ? 1 : 0 }
    try ask(.labourForceDetail, choices("Why not in the labour force", LabourForceDetail.self)) {
      try LabourForceDetail.typed($0).code
    }
    try ask(
      .criminalJustice, choices("Which part of criminal justice referred", CriminalJusticeReferral.self)
    ) {
      try CriminalJusticeReferral.typed($0).code
    }
  }

  private func ask(
    _ circumstance: Circumstance, _ question: String, _ code: (String) throws -> Int16
  ) throws {
    try ask("circumstances", circumstance.rawValue, question, recorded: true) { .number(Int(try code($0))) }
  }

  private func askSubstances() throws {
    var uses = draft["substances"]?.elements ?? []
    if !uses.isEmpty { conversation.say("\(uses.count) substances are noted already.") }
    while uses.count < 20 {
      conversation.say(
        "Substance \(uses.count + 1): \(Substance.allCases.map(\.word).joined(separator: ", ")); or a drug's name, such as ketamine"
      )
      guard
        var use = try conversation.ask(
          "Substance (Enter when there is none more)", SubstanceAnswer.init(typed:)
        ).use
      else { break }
      func ask(_ name: String, _ question: String, _ read: @escaping (String) throws -> DraftValue) throws {
        use[name] = try conversation.ask(question) { try answer($0, recorded: true, read) }
        try draft.note("substances", .array(uses + [.object(use)]))
      }
      try draft.note("substances", .array(uses + [.object(use)]))
      if use["substance"] != .text(Substance.none.word) {
        try ask("form", choices("Form", DrugForm.self)) { try word($0, DrugForm.self) }
        try ask("route", choices("Route", Route.self)) { try word($0, Route.self) }
        try ask("frequency", choices("How often", UseFrequency.self)) { try word($0, UseFrequency.self) }
        try ask("age_at_first_use", "Age at first use") { try age($0) }
        try ask("last_use", "Last use (2026-06-14)") { .text(try Day($0).description) }
        try ask("dose", "Usual dose, in the person's words") { .text(try Line($0).rawValue) }
        try ask("origin", choices("Began as", UseOrigin.self)) { try word($0, UseOrigin.self) }
      }
      uses.append(.object(use))
    }
  }
}

extension IntakeQuestions {
  /// Asks for one field, unless Enter keeps what the draft has.
  private func ask(
    _ section: String?, _ name: String, _ question: String, recorded: Bool = false,
    _ read: (String) throws -> DraftValue
  ) throws {
    let old = value(section, name)
    let shown = old.map { " [\($0.words)]" } ?? ""
    let new = try conversation.ask(question + shown) { text in
      text.isEmpty ? old : try answer(text, recorded: recorded || name == "name", read)
    }
    guard let section else { return try draft.note(name, new) }
    var object = draft[section]?.members ?? [:]
    object[name] = new
    try draft.note(section, .object(object))
  }

  private func value(_ section: String?, _ name: String) -> DraftValue? {
    section.map { draft[$0]?.members[name] } ?? draft[name]
  }

  /// A value, or the reason why there is none; nil for an empty answer.
  private func answer(
    _ text: String, recorded: Bool, _ read: (String) throws -> DraftValue
  ) throws -> DraftValue? {
    if text.isEmpty { return nil }
    let reason = MissingReason(rawValue: text.lowercased().replacing(" ", with: "_"))
    if recorded, let reason { return .missing(reason.rawValue) }
    return try read(text)
  }

  private func choices<Value: Worded>(_ question: String, _ type: Value.Type) -> String {
    "\(question) (\(Value.words))"
  }

  private func word<Value: Worded>(_ text: String, _ type: Value.Type) throws -> DraftValue {
    .text(try Value.typed(text).word)
  }

  private func age(_ text: String) throws -> DraftValue {
    guard let age = Int(text), (0...95).contains(age) else {
      throw InvalidValue(
        "out-of-range", field: nil, problem: "is not from 0 to 95", remedy: "Type whole years.")
    }
    return .number(age)
  }
}
