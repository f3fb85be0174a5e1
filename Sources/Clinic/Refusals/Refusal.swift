/// What kind of refusal it is; each door to the system maps it to its own status once.
package enum RefusalKind: String, CaseIterable, Hashable, Sendable, Codable {
  /// The input is wrong by itself (HTTP 422, exit status 65).
  case invalid
  /// What was asked for is not there, or not for the one who asks (404, 66).
  case notFound = "not_found"
  /// Something else already stands where this should go (409, 75).
  case conflict
  /// The input is well-formed, and a rule of the clinic forbids it now (409, 65).
  case refusedByRule = "refused_by_rule"
  /// The one who asks may not do this (403, 77).
  case notPermitted = "not_permitted"
  /// Somebody changed the thing in between (412, 75).
  case stale
}

/// An error that a person sees: it says what is wrong, where, and what to do about it.
package protocol Refusal: Error, Sendable, CustomStringConvertible {
  /// A stable slug for programs, e.g. `bed-taken`.
  var code: String { get }
  /// One sentence that says what is wrong.
  var message: String { get }
  /// The field at fault, as the caller wrote it, if it is one field.
  var field: String? { get }
  /// The value at fault; nil whenever it could be personal.
  var value: String? { get }
  /// One sentence that says what to do.
  var remedy: String { get }
  /// Which kind of refusal it is.
  var kind: RefusalKind { get }
}

extension Refusal {
  package var field: String? { nil }
  package var value: String? { nil }
  package var description: String { "\(message) \(remedy)" }
}
