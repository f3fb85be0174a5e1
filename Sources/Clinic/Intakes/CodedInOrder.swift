/// A closed list whose members have the codes 1, 2, 3, … of the record, in their order.
package protocol CodedInOrder: CaseIterable, Hashable, Sendable, Codable {}

extension CodedInOrder where AllCases == [Self] {
  /// As the record has it.
  package var code: Int16 { Int16((Self.allCases.firstIndex(of: self) ?? 0) + 1) }
}
