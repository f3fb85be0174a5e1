/// What was asked for is not there, or not for the one who asks; both read the same on purpose.
package struct NotFound: Refusal, Hashable {
  /// What kind of thing it is: "patient", "bed".
  package let noun: String
  package let field: String?

  package var code: String { "not-found" }
  package var message: String { "There is no such \(noun)." }
  package var remedy: String { "Check the identifier, or search for the \(noun) first." }
  package var kind: RefusalKind { .notFound }

  package init(_ noun: String, field: String? = nil) {
    self.noun = noun
    self.field = field
  }
}

/// The thing was changed by somebody else since it was read.
package struct Stale: Refusal, Hashable {
  /// What kind of thing it is: "enquiry".
  package let noun: String

  package var code: String { "stale" }
  package var message: String { "The \(noun) has been changed since you read it." }
  package var remedy: String { "Read it again, look at what changed, and repeat what you want to change." }
  package var kind: RefusalKind { .stale }

  package init(_ noun: String) {
    self.noun = noun
  }
}

/// The one who asks may not do this.
package struct NotPermitted: Refusal, Hashable {
  /// What was to be done, as a verb phrase: "correct a move".
  package let action: String
  package let remedy: String

  package var code: String { "not-permitted" }
  package var message: String { "You may not \(action)." }
  package var kind: RefusalKind { .notPermitted }

  package init(to action: String, remedy: String = "Ask somebody whose role allows it.") {
    self.action = action
    self.remedy = remedy
  }

  /// No role that is held at this time gives the permission; without one, no role is held at all.
  package init(lacking permission: Permission?) {
    self.init(
      to: permission?.words ?? "work here at this time",
      remedy: permission.map { "Ask an administrator for a role that allows \($0.rawValue)." }
        ?? "Ask an administrator for a role.")
  }
}

/// Something else already stands where this should go.
package struct Conflict: Refusal, Hashable {
  package let code: String
  package let message: String
  package let field: String?
  package let remedy: String

  package var kind: RefusalKind { .conflict }

  package init(_ code: String, message: String, field: String? = nil, remedy: String) {
    self.code = code
    self.message = message
    self.field = field
    self.remedy = remedy
  }
}
