import Clinic

extension Instrument {
  /// Asks for the answers item by item, leaving out what the skip rules excuse.
  func ask(_ conversation: Conversation) throws -> Screening.Answers {
    conversation.say("\(title), \(recall)")
    conversation.say("A number; or refused, unknown, unable, not applicable; Enter for not collected.")
    var answers: Screening.Answers = [:]
    for item in items where !excused(by: answers).contains(item.number) {
      let choices = item.choices.map { "\($0.value) \($0.label)" }.joined(separator: ", ")
      answers[item.number] = try conversation.ask("\(item.number). \(item.label) (\(choices))") { text in
        if text.isEmpty { return .missing(.notCollected) }
        guard let answer = AnswerList.answer(text), answer.value.map(item.allows) ?? true else {
          throw InvalidValue(
            "answer-out-of-range", field: nil, problem: "is not one of the answers",
            remedy: "Type one of \(item.choices.map { "\($0.value)" }.listing), or why there is none.")
        }
        return answer
      }
    }
    return answers
  }

  private func excused(by answers: Screening.Answers) -> Set<Int16> {
    Set(skips.filter { skip in skip.when.allSatisfy { answers[$0.key]?.value == $0.value } }.flatMap(\.items))
  }
}

extension Instrument.Item {
  fileprivate func allows(_ value: Int16) -> Bool { choices.contains { $0.value == value } }
}
