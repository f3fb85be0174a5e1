/// Finds the word that somebody probably meant.
enum Spelling {
  /// The known word nearest to `word`, if one is near enough to be meant.
  static func suggestion(for word: String, among known: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let near = known.map { (word: $0, distance: distance(normal(word), normal($0))) }
    return near.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
  }

  /// How many letters must be put in, taken out, replaced, or swapped with a neighbour to make one of the other.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }

  /// People mix up `length-of-stay`, `Length of stay` and `length_of_stay`; that costs nothing.
  private static func normal(_ word: String) -> String {
    word.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
  }
}
