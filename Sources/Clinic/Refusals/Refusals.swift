/// Several refusals of one input, all told at once.
package protocol Refusals: Refusal {
  /// What is wrong, one by one.
  var parts: [any Refusal] { get }
  /// How many there are, in a sentence.
  var summary: String { get }
  /// What to do about all of them.
  var advice: String { get }
}

extension InvalidValues: Refusals {
  package var parts: [any Refusal] { all }
  package var summary: String { "\(all.count) values cannot be taken." }
  package var advice: String { "Correct each of the errors and repeat the request." }
}
