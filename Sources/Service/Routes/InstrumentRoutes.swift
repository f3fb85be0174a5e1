import Clinic
import Hummingbird
import Records

/// Questionnaires and scales: which there are, their official words, and what the clinic decided about them.
enum InstrumentRoutes {
  static let all = [
    Endpoint("/v1/instruments", get: .signedIn(list)),
    Endpoint("/v1/instruments/{slug}", get: .signedIn(show)),
    Endpoint("/v1/instruments/{slug}/form", post: .signedIn(form)),
    Endpoint("/v1/instruments/{slug}/wording", post: .needs(.instrumentManage, load)),
    Endpoint("/v1/instruments/{slug}/choices", post: .needs(.instrumentManage, choose)),
  ]

  /// Answers `GET /v1/instruments`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let (choices, languages) = try await exchange.records.run(
      as: exchange.caller(), Action("instrument.list", needs: nil), InstrumentChoices.all, Wordings.languages)
    return exchange.answer(
      try InstrumentLibrary.shipped().all.map { instrument in
        InstrumentRepresentation(
          instrument, choice: choices.first { $0.instrument == instrument.reference.slug },
          languages: languages.filter { $0.instrument == instrument.reference.slug }.map(\.language))
      })
  }

  /// Answers `GET /v1/instruments/{slug}?version=&language=`.
  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let query = try exchange.query("version", "language")
    let language = try query.language()
    let slug = try exchange.instrumentSlug()
    let (choice, wording, languages) = try await exchange.records.run(
      as: exchange.caller(), Action("instrument.show", needs: nil), InstrumentChoices.of(slug),
      Wordings.of(slug, language: language), Wordings.languages)
    return exchange.answer(
      InstrumentRepresentation(
        try exchange.instrument(version: query.optional("version") { try $0.slug() }), choice: choice,
        wording: wording, languages: languages.filter { $0.instrument == slug }.map(\.language)))
  }

  /// Answers `POST /v1/instruments/{slug}/form?language=`: what to ask next, after the answers so far; nothing is kept.
  @Sendable static func form(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let language = try exchange.query("language").language()
    let body = try JSONNode(body: try await exchange.body())
    let wording = try await exchange.records.run(
      as: caller, Action("instrument.show", needs: nil),
      Wordings.of(exchange.instrumentSlug(), language: language))
    let instrument = try exchange.instrument()
    let request = try ScreeningFormRequest(body, of: instrument)
    // Throws what cannot be answered, before the form passes over it.
    _ = try instrument.score(request.answers, substance: request.substance)
    let form = ScreeningForm(instrument, substance: request.substance, given: request.answers)
    let score = try instrument.score(form.answers, substance: request.substance)
    return exchange.answer(ScreeningFormRepresentation(form: form, score: score, wording: wording))
  }

  /// Answers `POST /v1/instruments/{slug}/wording`: loads the official words from a FHIR Questionnaire.
  @Sendable static func load(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try WordingRequest(JSONNode(body: body))
    let action = Action("instrument.load", needs: .instrumentManage)
    let (wording, gaps) = try await exchange.records.judging(action, as: caller) {
      try request.questionnaire.wording(
        of: try exchange.instrument(), language: request.language, licence: request.licence,
        places: request.places)
    }
    let answer = LoadedWordingRepresentation(wording, gaps: gaps, isPreview: request.isPreview)
    if request.isPreview {
      _ = try await exchange.records.run(
        as: caller, Action("instrument.load_preview", needs: .instrumentManage), StaffMembers.me)
      return exchange.answer(answer)
    }
    return try await exchange.writing(
      body, as: caller,
      answer: { _ in
        .created(answer, at: "/v1/instruments/\(wording.instrument)?language=\(wording.language)")
      }
    ) { once in
      try await exchange.records.load(wording, as: caller, once: once)
      return wording
    }
  }

  /// Answers `POST /v1/instruments/{slug}/choices`: which bands hold here, and whether it is used at all.
  @Sendable static func choose(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let request = try InstrumentChoiceRequest(JSONNode(body: body))
    let instrument = try await exchange.records.judging(
      Action("instrument.choose", needs: .instrumentManage), as: caller
    ) { try exchange.instrument() }
    let choice = try request.choice(of: instrument)
    return try await exchange.writing(
      body, as: caller,
      answer: {
        .created(
          InstrumentRepresentation(instrument, choice: $0), at: "/v1/instruments/\(instrument.reference.slug)"
        )
      }
    ) { once in
      try await exchange.records.choose(choice, reason: request.reason, as: caller, once: once)
      return choice
    }
  }
}

extension QueryParameters {
  /// The language in which official words are wanted; nil when none is named.
  fileprivate func language() throws -> String? {
    guard let text = try optional("language", { try $0.text() }) else { return nil }
    return try Questionnaire.language(text)
  }
}

extension Exchange {
  /// The instrument that the path names; throws `NotFound` when there is none.
  func instrument(version: String? = nil) throws -> Instrument {
    let slug = try instrumentSlug()
    guard !slug.isEmpty else { throw NotFound("instrument") }
    return try InstrumentLibrary.shipped().find(slug, version: version)
  }

  /// The slug in the path; empty when it is of no instrument.
  func instrumentSlug() throws -> String {
    let slug = parameters.get("slug") ?? ""
    return try InstrumentLibrary.shipped().slugs.contains(slug) ? slug : ""
  }
}
