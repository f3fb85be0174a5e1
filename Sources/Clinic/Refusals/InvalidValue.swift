/// One value that cannot be taken as it is.
package struct InvalidValue: Refusal, Hashable {
  package let code: String
  package let field: String?
  /// What is wrong, to be read after the name of the field: "is in the future".
  package let problem: String
  package let value: String?
  package let remedy: String

  package var kind: RefusalKind { .invalid }

  package var message: String {
    let subject = field.map { "The field \($0)" } ?? "The value"
    return value.map { "\(subject) \(problem): \($0)." } ?? "\(subject) \(problem)."
  }

  /// Names what is wrong; leave out `value` whenever it could be personal.
  package init(_ code: String, field: String?, problem: String, value: String? = nil, remedy: String) {
    self.code = code
    self.field = field
    self.problem = problem
    self.value = value
    self.remedy = remedy
  }

  /// The same refusal, said of the field `name`.
  package func at(_ name: String) -> InvalidValue {
    InvalidValue(code, field: name, problem: problem, value: value, remedy: remedy)
  }
}

/// Several values of one input that cannot be taken, all told at once.
package struct InvalidValues: Refusal, Hashable {
  /// What is wrong, in the order of the input; never empty.
  package let all: [InvalidValue]

  package var code: String { all.count == 1 ? all[0].code : "invalid-values" }
  package var message: String { all.map(\.message).joined(separator: " ") }
  package var field: String? { all.count == 1 ? all[0].field : nil }
  package var value: String? { all.count == 1 ? all[0].value : nil }
  package var remedy: String { all.map(\.remedy).joined(separator: " ") }
  package var kind: RefusalKind { .invalid }

  /// One value.
  init(one value: InvalidValue) { all = [value] }

  /// Nil when nothing is wrong.
  package init?(_ all: [InvalidValue]) {
    if all.isEmpty { return nil }
    self.all = all
  }
}

extension Decoder {
  /// The place in the input that is being read: `substances[0].route`.
  var field: String? {
    var path = ""
    for key in codingPath {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return path.isEmpty ? nil : path
  }
}

extension InvalidValue {
  /// A time that should have passed already.
  package static func inFuture(_ field: String) -> InvalidValue {
    InvalidValue(
      "date-in-future", field: field, problem: "is in the future",
      remedy: "Give the time at which it happened.")
  }
}
