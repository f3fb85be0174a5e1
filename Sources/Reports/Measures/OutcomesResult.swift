import Statistics

/// How people stood at both ends of treatment.
package struct OutcomesResult: MeasureResult, Codable {
  /// In the order of their numbers in the statement.
  static let domains = ["working", "housed", "no_arrests", "abstinent", "self_help"]

  package struct Row: Hashable, Sendable, Codable {
    package let group: GroupName
    package let domain: String
    /// In whom both ends are known.
    package let pairs: Int
    package let atAdmission: Int
    package let atDischarge: Int
    /// Who had it not, and then had it.
    package let gained: Int
    package let lost: Int
    /// The share at discharge less the share at admission; nil without pairs.
    package let change: Double?
    /// McNemar's test on both sides; nil when nobody changed.
    package let p: Double?
  }

  package let rows: [Row]
  /// Episodes without both ends, by domain.
  package let unpaired: [String: Int]
  package let diedOrArrested: Int

  init(_ groups: [Group]) {
    let name = Measure.Outcomes.word
    rows = groups.flatMap { group in
      Self.domains.enumerated().map { index, domain in
        let rows = group.part(name).filter { $0.code == index && $0.value >= 0 }
        func pairs(_ values: Set<Int>) -> Int { rows.total { values.contains($0.value) } }
        let (pairs, gained, lost) = (pairs([0, 1, 2, 3]), pairs([1]), pairs([2]))
        return Row(
          group: group.name, domain: domain, pairs: pairs, atAdmission: rows.total { $0.value >= 2 },
          atDischarge: rows.total { $0.value == 1 || $0.value == 3 }, gained: gained, lost: lost,
          change: pairs > 0 ? Double(gained - lost) / Double(pairs) : nil, p: McNemar(lost, gained)?.p)
      }
    }
    let all = groups.flatMap { $0.part(name) }
    unpaired = Dictionary(
      uniqueKeysWithValues: Self.domains.enumerated().map { index, domain in
        (domain, all.total { $0.code == index && $0.value < 0 })
      })
    diedOrArrested = all.total { $0.code == -1 } / Self.domains.count
  }

  func tables(_ group: String) -> [Table] {
    var last: GroupName?
    return [
      Table(
        title: "At admission and at discharge, the same people",
        head: [group, "outcome", "pairs", "at admission", "at discharge", "change", "p"],
        rows: rows.map { row in
          defer { last = row.group }
          func share(_ count: Int) -> String {
            row.pairs > 0 ? Figures.share(Double(count) / Double(row.pairs)) : "–"
          }
          return [
            row.group == last ? "" : row.group.label, row.domain.replacing("_", with: " "),
            Figures.count(row.pairs),
            share(row.atAdmission), share(row.atDischarge),
            row.change.map { "\($0 > 0 ? "+" : "")\(Figures.decimal($0 * 100, 1))" } ?? "–",
            row.p.map { Figures.p($0) } ?? "–",
          ]
        }, words: 2)
    ]
  }

  func pictures(in frame: Frame) -> [any Picture] {
    rows.allSatisfy { $0.pairs == 0 } ? [] : [OutcomesPicture(rows: rows, frame: frame)]
  }

  var figures: [Figure] {
    rows.flatMap { row in
      [
        Figure(row.group, "\(row.domain).pairs", row.pairs),
        Figure(row.group, "\(row.domain).at_admission", row.atAdmission),
        Figure(row.group, "\(row.domain).at_discharge", row.atDischarge),
        Figure(row.group, "\(row.domain).gained", row.gained),
        Figure(row.group, "\(row.domain).lost", row.lost),
        Figure(row.group, "\(row.domain).change", row.change), Figure(row.group, "\(row.domain).p", row.p),
      ]
    }
  }

  var exclusions: [Exclusion] {
    [
      Exclusion(
        measure: Measure.Outcomes.word, reason: "discharged as dead or arrested", count: diedOrArrested)
    ]
      + Self.domains.map {
        Exclusion(
          measure: Measure.Outcomes.word, reason: "without both ends of \($0.replacing("_", with: " "))",
          count: unpaired[$0] ?? 0)
      }
  }
}
