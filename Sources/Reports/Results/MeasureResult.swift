/// The figures of a measure: as data, in tables, and in files.
protocol MeasureResult: Hashable, Sendable, Encodable {
  /// The tables in which people read it; `group` is what tells the groups apart.
  func tables(_ group: String) -> [Table]
  /// Every figure with its address.
  var figures: [Figure] { get }
  /// Who is not in the figures, and why.
  var exclusions: [Exclusion] { get }
  /// One line under the tables.
  var remark: String? { get }
  /// What is drawn of it, each in the frame.
  func pictures(in frame: Frame) -> [any Picture]
}

extension MeasureResult {
  var exclusions: [Exclusion] { [] }
  var remark: String? { nil }
  func pictures(in frame: Frame) -> [any Picture] { [] }
}

/// One figure of a measure, in a group, with the address by which its people can be asked for.
package struct Figure: Hashable, Sendable {
  /// What is told by it.
  package enum Value: Hashable, Sendable {
    /// So many people, stays or episodes: the kind of figure that has members, and that may be too small to tell.
    case count(Int)
    case number(Double)
    /// There is none: a share of nobody, a median that is not reached.
    case none
  }

  package let group: String
  package let name: String
  package let day: Int?
  package let value: Value

  init(_ group: GroupName, _ name: String, day: Int? = nil, _ value: Value) {
    (self.group, self.name, self.day, self.value) = (group.key, name, day, value)
  }

  init(_ group: GroupName, _ name: String, day: Int? = nil, _ number: Double?) {
    self.init(group, name, day: day, number.map { .number($0) } ?? .none)
  }

  init(_ group: GroupName, _ name: String, day: Int? = nil, _ count: Int) {
    self.init(group, name, day: day, .count(count))
  }

  /// As files have it; empty where there is none.
  package var written: String {
    switch value {
    case .count(let count): "\(count)"
    case .number(let number): "\(number)"
    case .none: ""
    }
  }
}

/// So many that a measure leaves out.
package struct Exclusion: Hashable, Sendable, Codable {
  /// The name of the measure.
  package let measure: String
  package let reason: String
  package let count: Int
}
