/// When something happened and when somebody wrote it down, which may be hours later, or wrong at first.
struct SimulatedTelling {
  /// When it happened.
  let at: Int64
  /// When it was written down as it was.
  let told: Int64
  /// The wrong time that stood there before, and since when.
  var mistake: (at: Int64, told: Int64)?

  /// When it was written down at all.
  var firstTold: Int64 { mistake?.told ?? told }
}

/// Something that lasts, with all that was ever believed of its beginning and its end.
struct SimulatedSpan {
  let began: SimulatedTelling
  /// The end that was known from the beginning: of a hold, of a block.
  var expected: Int64?
  var ended: SimulatedTelling?

  /// What was believed for a while.
  struct Version {
    let from: Int64
    let to: Int64?
    let knownFrom: Int64
    let knownTo: Int64?
    /// Whether it puts the version before it right.
    var isCorrection = false
  }

  /// What was believed one after the other; without `history` only what still is.
  func versions(history: Bool) -> [Version] {
    let last = Version(
      from: began.at, to: ended?.at ?? expected, knownFrom: ended?.told ?? began.told, knownTo: nil,
      isCorrection: history && (ended ?? began).mistake != nil)
    guard history, ended != nil || began.mistake != nil else { return [last] }
    var versions: [Version] = []
    if let wrong = began.mistake {
      versions.append(Version(from: wrong.at, to: expected, knownFrom: wrong.told, knownTo: began.told))
    }
    guard let ended else { return versions + [last] }
    versions.append(
      Version(
        from: began.at, to: expected, knownFrom: began.told, knownTo: ended.firstTold,
        isCorrection: began.mistake != nil))
    if let wrong = ended.mistake {
      versions.append(Version(from: began.at, to: wrong.at, knownFrom: wrong.told, knownTo: ended.told))
    }
    return versions + [last]
  }
}

extension SimulatedFacility {
  /// Writes down, after `last`, what happened at a time: mostly at once, now and then hours or a day late, and here and
  /// there wrong by minutes in `wrong`, which somebody finds out within two days.
  ///
  /// Nothing is told after the last day that was lived.
  mutating func tell(_ at: Int64, after last: Int64, wrong: ClosedRange<Int>?) -> SimulatedTelling {
    let minute: Int64 = 60_000_000
    let first = max(at, last + minute)
    let luck = random.unit()
    if luck < 0.04 {
      let late = max(first, at + Int64(random.number(60...1_800)) * minute)
      if late < end - 60 * minute { return SimulatedTelling(at: at, told: late) }
    } else if luck < 0.06, let wrong {
      let mistaken = at + Int64(random.number(wrong)) * minute
      let told = max(first, mistaken)
      let found = told + Int64(random.number(60...2_880)) * minute
      if found < end - 60 * minute {
        return SimulatedTelling(at: at, told: found, mistake: (mistaken, told))
      }
    }
    return SimulatedTelling(at: at, told: first)
  }
}
