import Clinic

/// All counts that a report prints, and which of them may be shown.
struct ReleasedCounts {
  /// Where a count stands: in which panel, of which group, which figure.
  ///
  /// Counts that several measures print are one.
  struct Place: Hashable {
    var panel: Int
    var group: String
    var figure: String
  }

  private(set) var counts = LinkedCounts()
  private var places: [Place: Int] = [:]
  private(set) var whole = 0
  private(set) var people: Int?
  private var suppression: Suppression
  /// A sentence for each measure that is left out, or made coarser.
  let leftOut: [String]

  init(_ report: CohortReport) {
    suppression = Suppression(LinkedCounts())
    leftOut = Self.sentences(about: report)
    whole = counts.print(report.count, cost: 6)
    var (parts, persons) = ([Int](), [Int]())
    for (index, panel) in report.panels.enumerated() {
      let all = report.panels.count == 1 ? whole : counts.print(panel.count, cost: 4)
      places[Place(panel: index, group: "", figure: "all")] = all
      parts.append(all)
      persons += add(panel, index, all: all)
    }
    if report.panels.count > 1 { counts.tie(parts, to: whole) }
    if let number = report.people {
      let people = counts.print(number, cost: 5)
      self.people = people
      counts.rest(of: whole, beside: [people])
      if !persons.isEmpty {
        let sum = counts.imply(persons.reduce(0) { $0 + counts.cells[$1].value })
        counts.tie(persons, to: sum)
        counts.rest(of: sum, beside: [people])
      }
    }
    suppression = Suppression(counts)
  }

  /// Whether there are too many small counts for anything to be shown.
  var isUndecided: Bool { suppression.isUndecided }

  /// The count, when it may be shown.
  func shown(_ cell: Int?) -> Int? {
    guard let cell else { return nil }
    if suppression.isUndecided {
      return cell == whole && !SmallCount.contains(counts.cells[cell].value) ? counts.cells[cell].value : nil
    }
    return suppression.isWithheld[cell] ? nil : counts.cells[cell].value
  }

  /// The count at a place, when there is one and it may be shown.
  func shown(_ panel: Int, _ group: String, _ figure: String) -> Int? {
    shown(places[Place(panel: panel, group: group, figure: figure)])
  }

  // MARK: The sums

  /// Adds the counts of a panel, and answers those of persons.
  private mutating func add(_ panel: CohortReport.Panel, _ index: Int, all: Int) -> [Int] {
    func place(_ group: GroupName, _ figure: String) -> Place {
      Place(panel: index, group: group.key, figure: figure)
    }
    var persons: [Int] = []
    for row in panel.counts?.rows ?? [] {
      let admitted = counts.print(row.admitted, cost: 2)
      let (ended, open) = (counts.print(row.ended, cost: 1), counts.print(row.open, cost: 1))
      let people = counts.print(row.people)
      counts.tie([ended, open], to: admitted)
      counts.rest(of: admitted, beside: [people])
      persons.append(people)
      places[place(row.group, "admitted")] = admitted
      places[place(row.group, "ended")] = ended
      places[place(row.group, "open")] = open
      places[place(row.group, "people")] = people
    }
    addEnded(panel, index, all: all)
    addCurves(panel, index)
    tieGroups(index, "admitted", to: all)
    return persons
  }

  /// Adds what is told of those who left: by reasons, and how long they stayed.
  private mutating func addEnded(_ panel: CohortReport.Panel, _ index: Int, all: Int) {
    let reasons = panel.reasons
    let rows = (reasons?.rows ?? []).map { ($0.group.key, $0.counts[0]) }
    for (group, number) in rows + (panel.lengthOfStay?.rows ?? []).map({ ($0.group.key, $0.count) }) {
      let place = Place(panel: index, group: group, figure: "ended")
      if places[place] == nil { places[place] = counts.print(number, cost: 1) }
    }
    let number = reasons?.total.counts[0] ?? panel.lengthOfStay?.total?.count
    guard let number else { return }
    let total = counts.print(number, cost: 3)
    places[Place(panel: index, group: "", figure: "ended")] = total
    counts.rest(of: all, beside: [total])
    tieGroups(index, "ended", to: total)
    guard let reasons else { return }
    let columns = reasons.columns.indices.dropFirst().map { column in
      let sum = counts.print(reasons.total.counts[column], cost: 3)
      places[Place(panel: index, group: "", figure: reasons.columns[column])] = sum
      return sum
    }
    counts.tie(columns, to: total)
    for row in reasons.rows {
      let cells = row.counts.indices.dropFirst().map { column in
        let cell = counts.print(row.counts[column])
        places[Place(panel: index, group: row.group.key, figure: reasons.columns[column])] = cell
        return cell
      }
      if let ended = places[Place(panel: index, group: row.group.key, figure: "ended")] {
        counts.tie(cells, to: ended)
      }
    }
    for column in reasons.columns.dropFirst() {
      if let sum = places[Place(panel: index, group: "", figure: column)] {
        tieGroups(index, column, to: sum)
      }
    }
  }

  /// Adds how many the curves follow, and how many of them left or were last seen.
  private mutating func addCurves(_ panel: CohortReport.Panel, _ index: Int) {
    for curve in panel.retention?.curves ?? [] {
      func place(_ figure: String) -> Place { Place(panel: index, group: curve.group.key, figure: figure) }
      let admitted = places[place("admitted")] ?? counts.print(curve.count, cost: 2)
      places[place("admitted")] = admitted
      let (events, censored) = (counts.print(curve.events, cost: 1), counts.print(curve.censored, cost: 1))
      counts.tie([events, censored], to: admitted)
      places[place("events")] = events
      places[place("censored")] = censored
      if let ended = places[place("ended")] { counts.rest(of: ended, beside: [events]) }
      let dropouts = ["dropped_out", "terminated", "left_against_advice", "terminated_by_facility"].compactMap
      {
        places[place($0)]
      }
      if panel.retention?.event == .dropout, !dropouts.isEmpty {
        let all = counts.imply(dropouts.reduce(0) { $0 + counts.cells[$1].value })
        counts.tie(dropouts, to: all)
        counts.rest(of: all, beside: [events])
      }
    }
  }

  /// Says that the groups' counts of one figure add up to a total.
  private mutating func tieGroups(_ panel: Int, _ figure: String, to total: Int) {
    let parts = places.filter { $0.key.panel == panel && $0.key.figure == figure && !$0.key.group.isEmpty }
      .map(\.value).sorted()
    if !parts.isEmpty { counts.tie(parts, to: total) }
  }
}

extension ReleasedCounts {
  private static func sentences(about report: CohortReport) -> [String] {
    var sentences: [String] = []
    if report.panels.contains(where: { $0.retention != nil }) {
      sentences.append(
        "Retention is told on those of its days only between which no small count lies, without the numbers at risk and "
          + "without intervals, and in whole percent; the days between are left out.")
    }
    let told: Set = ["counts", "reasons", "length_of_stay", "retention"]
    let others = report.definition.measures.filter { !told.contains($0) }
    if !others.isEmpty {
      sentences.append(
        "Left out, because their figures tell of few people at a time: "
          + "\(others.map { $0.replacing("_", with: " ") }.listed("and")).")
    }
    return sentences
  }
}
