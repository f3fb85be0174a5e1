/// Every situation that the paces of a check can meet, to find those that meet none and those that are never met.
struct PaceGrid {
  let score: MonitoringProtocol.ScoreKind?
  /// The hour at which the protocol ends in any case.
  let lastHour: Int?

  fileprivate struct Cell {
    let hour: Int
    let score: Int?
    let held: Int
    let isRed: Bool
  }

  /// Refuses paces that leave a situation without an interval, and one that never holds.
  func check(
    _ paces: [MonitoringProtocol.Pace], at nodes: [FileNode], of check: FileNode
  ) throws(InvalidFile) {
    var met: Set<Int> = []
    for cell in cells(of: paces) {
      guard let index = paces.firstIndex(where: { $0.fits(cell) }) else {
        let found = cell.score.map { " for the score \($0)" } ?? ""
        throw check.refuse(
          "leaves hour \(cell.hour)\(found) without an interval",
          remedy: "Cover every score and hour; a last entry with minutes alone covers the rest.")
      }
      met.insert(index)
    }
    if let never = paces.indices.first(where: { !met.contains($0) }) {
      throw nodes[never].refuse(
        "is never reached", remedy: "Put it before the entry that takes its place, or leave it out.")
    }
  }

  private func cells(of paces: [MonitoringProtocol.Pace]) -> [Cell] {
    let edges = Set([0] + paces.map(\.fromHour) + paces.compactMap(\.untilHour))
      .filter { hour in lastHour.map { hour < $0 } ?? true }.sorted()
    let scores: [Int?] = score.map { $0.range.map { $0 } } ?? [nil]
    let reds = score == .news2 ? [false, true] : [false]
    let holds = Set([0] + paces.map(\.heldHours)).sorted()
    return edges.enumerated().flatMap { index, hour -> [Cell] in
      // Nothing holds for longer than there was time for it.
      let end = index + 1 < edges.count ? edges[index + 1] : lastHour ?? Int.max
      return scores.flatMap { score in
        holds.filter { $0 < end }.flatMap { held in
          reds.filter { !$0 || score ?? 0 >= 3 }.map { Cell(hour: hour, score: score, held: held, isRed: $0) }
        }
      }
    }
  }
}

extension MonitoringProtocol.Pace {
  fileprivate func fits(_ cell: PaceGrid.Cell) -> Bool {
    cell.hour >= fromHour && untilHour.map { cell.hour < $0 } ?? true
      && scores.map { range in cell.score.map(range.contains) ?? false } ?? true
      && cell.held >= heldHours && (!isRed || cell.isRed)
  }
}
