import Clinic

/// An instrument that is filled in at the terminal, item by item; what need not be asked is left out.
struct ScreeningQuestions {
  let conversation: Conversation
  /// The official words, where the clinic has loaded them; otherwise ours.
  let wording: Wording?
  /// Told after each answer, so that nothing is lost.
  let keep: (ScreeningForm) throws -> Void

  /// What was typed to a question.
  private enum Reply {
    case answer(Recorded<Int16>)
    case back
  }

  /// Asks until nothing is left to ask; throws `Conversation.Ended` at the end of the input.
  func ask(_ form: ScreeningForm) throws -> ScreeningForm {
    var form = form
    conversation.say(heading(of: form.instrument))
    while let item = form.next {
      switch try reply(to: item, form) {
      case .answer(let answer):
        guard try isMeant(answer, to: item, of: form.instrument) else { continue }
        form.answer(item.number, answer)
      case .back:
        guard let last = form.goBack() else {
          conversation.say("  This is the first one.")
          continue
        }
        conversation.say("  Back to \(last.mark).")
      }
      try keep(form)
    }
    return form
  }

  /// Asks once more about a number that can be and seldom is.
  private func isMeant(
    _ answer: Recorded<Int16>, to item: Instrument.Item, of instrument: Instrument
  ) throws -> Bool {
    guard let doubt = instrument.doubts(about: [item.number: answer]).first else { return true }
    let question = "  \(doubt.message.printable) \(doubt.remedy.printable) Keep it? (yes, no)"
    return try conversation.ask(question) { text in
      switch text.lowercased() {
      case "yes", "y": true
      case "no", "n": false
      default:
        throw InvalidValue(
          "unknown-code", field: nil, problem: "is neither yes nor no", remedy: "Type yes or no.")
      }
    }
  }

  private func heading(of instrument: Instrument) -> String {
    """
    \(wording?.title?.printable ?? instrument.title), \(instrument.recall)
    Type the number of an answer. Zero is an answer. Where there is none: refused, unable, unknown, not applicable, or
    Enter to leave it blank. back takes the last answer back.
    """
  }

  private func reply(to item: Instrument.Item, _ form: ScreeningForm) throws -> Reply {
    try conversation.ask(question(item, form)) { text in
      if text.isEmpty { return .answer(.missing(.notCollected)) }
      if ["back", "b"].contains(text.lowercased()) { return .back }
      if let reason = AnswerList.reason(text) { return .answer(.missing(reason)) }
      return .answer(.value(try item.value(from: text)))
    }
  }

  /// How far one has come, the question, and its answers, each on a line of its own where they are long.
  private func question(_ item: Instrument.Item, _ form: ScreeningForm) -> String {
    let progress = form.progress
    let words = wording?.questions[item.number] ?? item.label
    let choices = item.choices.map { choice in
      "\(choice.value) \(wording?.answer(choice.value, of: item.number) ?? choice.label)".printable
    }
    let place = "[\(progress.answered + 1) of \(progress.of)]"
    let head = "\(place) \(item.mark). \(words.printable)"
    if choices.isEmpty { return "\(head) (\(item.allowed))" }
    let line = "\(head) (\(choices.joined(separator: ", ")))"
    return line.count <= 100 ? line : head + "\n" + choices.map { "    \($0)\n" }.joined() + "  answer"
  }
}
