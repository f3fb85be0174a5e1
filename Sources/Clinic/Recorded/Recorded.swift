/// Why a value is not there.
///
/// The five reasons are never merged in storage; code sets that know fewer of them merge on export.
package enum MissingReason: String, CaseIterable, Hashable, Sendable, Codable {
  /// The question makes no sense for this person.
  case notApplicable = "not_applicable"
  /// The question was asked and nobody knows the answer.
  case unknown
  /// Nobody asked, or nobody wrote it down.
  case notCollected = "not_collected"
  /// The person declined to answer.
  case refused
  /// The person was in no state to answer.
  case unable
}

/// A value, or the reason why there is none.
///
/// In JSON it is the value itself, or `{"missing": "refused"}`.
package enum Recorded<Value> {
  case value(Value)
  case missing(MissingReason)

  /// The value, or nil whatever the reason.
  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  /// The reason why there is no value, or nil when there is one.
  package var missing: MissingReason? {
    if case .missing(let reason) = self { reason } else { nil }
  }

  /// Joins the two columns of a stored row; exactly one of them must be there.
  package init(_ value: Value?, missing: MissingReason?, field: String? = nil) throws(InvalidValue) {
    switch (value, missing) {
    case (let value?, nil): self = .value(value)
    case (nil, let reason?): self = .missing(reason)
    case (nil, nil):
      throw InvalidValue(
        "missing-without-reason", field: field, problem: "has neither a value nor a reason why not",
        remedy: "Give the value, or one of \(MissingReason.listing).")
    case (_?, _?):
      throw InvalidValue(
        "value-and-reason", field: field, problem: "has both a value and a reason why there is none",
        remedy: "Give one of the two.")
    }
  }

  /// The same with the value changed, if there is one.
  package func map<Other, Failure: Error>(
    _ transform: (Value) throws(Failure) -> Other
  ) throws(Failure) -> Recorded<Other> {
    switch self {
    case .value(let value): .value(try transform(value))
    case .missing(let reason): .missing(reason)
    }
  }
}

extension Recorded: Equatable where Value: Equatable {}
extension Recorded: Hashable where Value: Hashable {}
extension Recorded: Sendable where Value: Sendable {}
