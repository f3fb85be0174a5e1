import Foundation

/// The question whether somebody takes a person over, and what they said.
package struct HandOff: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<HandOff>

  package let id: ID
  package let stayID: Stay.ID
  package let receiver: Receiver
  package let offeredAt: Date
  package let answer: Answer?
  package let note: Line?

  package init(
    id: ID, stayID: Stay.ID, receiver: Receiver, offeredAt: Date, answer: Answer? = nil, note: Line? = nil
  ) {
    self.id = id
    self.stayID = stayID
    self.receiver = receiver
    self.offeredAt = offeredAt
    self.answer = answer
    self.note = note
  }

  /// Who is to take the person over: always somebody with a name.
  package enum Receiver: Hashable, Sendable {
    /// One of the staff, who answers for themselves.
    case staff(Staff.ID, name: Line)
    /// Somebody outside, whose answer is written down by whoever spoke with them.
    case outside(name: Line, place: Line?)

    package var name: Line {
      switch self {
      case .staff(_, name: let name), .outside(name: let name, place: _): name
      }
    }
  }

  /// What was answered, and when.
  package struct Answer: Hashable, Sendable {
    package let kind: Kind
    package let at: Date

    package init(_ kind: Kind, at: Date) {
      self.kind = kind
      self.at = at
    }
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case accepted, declined
    /// Whoever offered it takes it back.
    case withdrawn
  }
}

/// A hand-off to one of the staff is answered by that person alone.
package struct NotTheReceiver: Refusal, Hashable {
  package var code: String { "not-the-receiver" }
  package var kind: RefusalKind { .refusedByRule }
  package var message: String { "The hand-off is offered to another member of staff." }
  package var remedy: String { "Let that person answer it, or withdraw it and offer it to somebody else." }

  package init() {}
}
