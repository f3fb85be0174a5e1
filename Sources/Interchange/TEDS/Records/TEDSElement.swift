/// An element of the records of a state submission, by its number in the data sets of SAMHSA.
///
/// SDS is the system data set, MDS the admission, SuDS its supplement, DIS the discharge; a, b and c are the primary,
/// secondary and tertiary substance.
package enum TEDSElement: Int, CaseIterable, Hashable, Sendable {
  case sds1, sds2, sds3
  case mds1, mds2, mds3, mds4, mds5, mds6, mds7, mds8, mds9, mds10, mds11, mds12, mds13
  case mds14a, mds15a, mds16a, mds17a
  case mds14b, mds15b, mds16b, mds17b
  case mds14c, mds15c, mds16c, mds17c
  case mds18, mds19
  case suds1, suds2, suds3, suds4, suds5, suds6, suds7, suds8, suds9, suds10, suds11, suds12, suds13, suds14
  case suds15, suds16, suds17
  case dis1, dis2, dis3, dis4, dis5, dis6, dis7, dis8, dis9, dis10
  case dis11, dis12, dis13, dis14, dis15, dis16, dis17, dis18, dis19, dis20
  case dis21a, dis21b, dis21c, dis22a, dis22b, dis22c
  case dis23, dis24, dis25, dis26, dis27

  /// The number as the data sets print it: `MDS14a`, `SuDS4`.
  package var number: String { Self.numbers[rawValue] }

  /// The element with that number; nil when there is none.
  package init?(number: String) {
    guard let index = Self.numbers.firstIndex(where: { $0.lowercased() == number.lowercased() }) else {
      return nil
    }
    self.init(rawValue: index)
  }

  private static let numbers = allCases.map { element in
    let name = "\(element)"
    let letters = name.prefix { $0.isLetter }
    return (letters == "suds" ? "SuDS" : letters.uppercased()) + name.dropFirst(letters.count)
  }
}

extension TEDSElement {
  /// The elements of one substance in an admission record, by its rank from 0.
  struct Use {
    let substance, route, frequency, age, drug: TEDSElement
  }

  static let uses = [
    Use(substance: .mds14a, route: .mds15a, frequency: .mds16a, age: .mds17a, drug: .suds1),
    Use(substance: .mds14b, route: .mds15b, frequency: .mds16b, age: .mds17b, drug: .suds2),
    Use(substance: .mds14c, route: .mds15c, frequency: .mds16c, age: .mds17c, drug: .suds3),
  ]

  /// The substances of a discharge record with their frequencies, by rank.
  static let usesAtDischarge: [(substance: TEDSElement, frequency: TEDSElement)] = [
    (.dis21a, .dis22a), (.dis21b, .dis22b), (.dis21c, .dis22c),
  ]

  /// The elements in which a discharge record repeats its admission, with those that they repeat.
  static let copied: [(discharge: TEDSElement, admission: TEDSElement)] = [
    (.dis11, .mds1), (.dis12, .mds2), (.dis13, .mds3), (.dis14, .mds4), (.dis15, .mds5), (.dis16, .mds18),
    (.dis17, .mds8), (.dis18, .mds9), (.dis19, .mds10), (.dis20, .mds11),
  ]

  /// What a transfer repeats of the admission before it.
  static let ofPerson: [TEDSElement] = [.mds2, .mds3, .mds8, .mds9, .mds10, .mds11]
}
