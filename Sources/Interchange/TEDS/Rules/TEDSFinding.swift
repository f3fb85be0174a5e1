/// What is wrong with a record, where, by which rule.
package struct TEDSFinding: Hashable, Sendable {
  package let rule: TEDSRule
  package let kind: TEDSLayout.Kind
  package let elements: [TEDSElement]
  /// What is wrong here, in a sentence that repeats no value.
  package let what: String

  package init(_ rule: TEDSRule, _ kind: TEDSLayout.Kind, _ elements: [TEDSElement], _ what: String) {
    self.rule = rule
    self.kind = kind
    self.elements = elements
    self.what = what
  }
}
