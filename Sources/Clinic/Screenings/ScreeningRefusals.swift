/// Answers to items that the rules of the instrument say need not be asked.
///
/// A person may well have answered them; then whoever records it says so, and they count.
package func answeredThoughSkipped(_ items: [Int16], of instrument: Instrument) -> InvalidValues? {
  InvalidValues(
    items.map { number in
      InvalidValue(
        "skipped-item-answered", field: "answers.\(number)",
        problem: "answers item \(number) of \(instrument.title), which another answer makes needless",
        remedy: "Correct the answer that skips it, or keep it and say so (keep_skipped).")
    })
}

/// The clinic does not use the instrument any more; what was recorded with it stays.
package struct InstrumentRetired: Refusal, Hashable {
  package let title: String
  /// The slug of the instrument to use now, where one is named.
  package let instead: String?

  package var code: String { "instrument-retired" }
  package var message: String { "\(title) is retired here." }
  package var field: String? { "instrument" }
  package var remedy: String {
    instead.map { "Use \($0)." } ?? "Use another instrument, or ask whoever manages the instruments."
  }
  package var kind: RefusalKind { .refusedByRule }

  package init(_ title: String, instead: String? = nil) { (self.title, self.instead) = (title, instead) }
}
