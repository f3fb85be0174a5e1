import Testing

@testable import Clinic

/// A sum with the band that it is published to be in.
struct Edge: CustomTestStringConvertible, Sendable {
  let slug: String
  let scale: String
  let substance: String?
  let bandSet: String?
  let sum: Int
  let band: String

  var testDescription: String { "\(slug) \(scale) \(substance ?? "") \(bandSet ?? "") \(sum): \(band)" }

  /// Both edges of every band, from the published table: the last sum of each band with its name.
  static func edges(
    _ slug: String, _ bands: KeyValuePairs<Int, String>, scale: String = "total", substance: String? = nil,
    bandSet: String? = nil
  ) -> [Edge] {
    var first = 0
    return bands.flatMap { last, band in
      defer { first = last + 1 }
      return Set([first, last]).sorted().map {
        Edge(slug: slug, scale: scale, substance: substance, bandSet: bandSet, sum: $0, band: band)
      }
    }
  }
}

/// The published tables, written down here and not read from the definitions.
private let total =
  Edge.edges("audit", [7: "low", 15: "hazardous", 19: "harmful", 40: "probable dependence"])
  + Edge.edges(
    "phq_9", [4: "none-minimal", 9: "mild", 14: "moderate", 19: "moderately severe", 27: "severe"])
  + Edge.edges("gad_7", [4: "minimal", 9: "mild", 14: "moderate", 21: "severe"])
  + Edge.edges("dast_10", [0: "none", 2: "low", 5: "moderate", 8: "substantial", 10: "severe"])
  + Edge.edges("ciwa_ar", [9: "mild", 18: "moderate", 67: "severe"], bandSet: "asam_2020")
  + Edge.edges("ciwa_ar", [7: "minimal", 14: "moderate", 67: "severe"], bandSet: "classic")
  + Edge.edges(
    "cows", [4: "none-minimal", 12: "mild", 24: "moderate", 36: "moderately severe", 48: "severe"])
  + Edge.edges("cudit_r", [7: "low", 11: "hazardous", 32: "possible cannabis use disorder"])
  + Edge.edges("cudit_r", [8: "none", 12: "mild", 32: "moderate or severe"], bandSet: "dsm_5")
  + Edge.edges("news2", [0: "routine", 4: "low", 6: "urgent", 20: "emergency"])
  + Edge.edges("dsm_5_sud", [1: "no disorder", 3: "mild", 5: "moderate", 11: "severe"], substance: "alcohol")
  + Edge.edges(
    "dsm_5_sud", [1: "no disorder", 3: "mild", 5: "moderate", 10: "severe"], substance: "ketamine")

private let assist =
  [
    "cannabis", "cocaine", "amphetamines", "inhalants", "sedatives", "hallucinogens", "ketamine", "opioids",
    "other",
  ].flatMap { Edge.edges("assist", [3: "lower", 26: "moderate", 39: "high"], substance: $0) }
  + Edge.edges("assist", [10: "lower", 26: "moderate", 39: "high"], substance: "alcohol")
  + Edge.edges("assist", [3: "lower", 26: "moderate", 31: "high"], substance: "tobacco")

private let taps =
  ["tobacco", "cannabis", "stimulants", "heroin", "opioid_medicines", "sedatives", "stimulant_medicines"]
  .flatMap { Edge.edges("taps", [0: "none", 1: "problem use", 3: "higher risk"], scale: $0) }
  + Edge.edges("taps", [0: "none", 1: "problem use", 4: "higher risk"], scale: "alcohol")

@Suite struct BandTests {
  @Test(arguments: total + assist + taps)
  func `a sum at the edge of a band is in it`(_ edge: Edge) throws {
    let instrument = try instrument(edge.slug)
    let answers = try #require(
      try instrument.answers(adding: edge.sum, in: edge.scale, substance: edge.substance))

    let score = try instrument.score(answers, substance: edge.substance, bandSet: edge.bandSet)

    let scale = try #require(score.scales.first { $0.slug == edge.scale })
    #expect(scale.sum == .complete(edge.sum))
    #expect(scale.band?.label == edge.band)
    #expect(edge.bandSet == nil || scale.bandSet == edge.bandSet)
  }

  @Test func `no definition has a band that is not tried at both edges`() throws {
    let tried = Set((total + assist + taps).map { "\($0.slug) \($0.scale) \($0.sum)" })

    for instrument in try InstrumentLibrary.shipped().all {
      let scales = instrument.scales + instrument.substances.compactMap(\.total)
      for scale in scales {
        for band in scale.bandSets.flatMap(\.bands) {
          // A form without an item ends its last band earlier.
          for sum in [
            band.range.lowerBound,
            min(band.range.upperBound, instrument.items(scale.items).possibleSums.upperBound),
          ] {
            #expect(tried.contains("\(instrument.reference.slug) \(scale.slug) \(sum)"))
          }
        }
      }
    }
  }

  @Test(
    arguments: [
      ("audit", nil, 8), ("dast_10", nil, 3), ("dast_28", nil, 6), ("phq_9", nil, 10), ("phq_2", nil, 3),
      ("gad_7", nil, 10), ("pcl_5", nil, 31), ("cage_aid", nil, 2), ("cudit_r", nil, 8), ("sds", "heroin", 3),
      ("sds", "cocaine", 3), ("sds", "amphetamine", 5), ("sds", "stimulants", 5), ("dsm_5_sud", "alcohol", 2),
    ] as [(String, String?, Int)])
  func `a screen turns positive at its cut-off`(slug: String, substance: String?, cutOff: Int) throws {
    let instrument = try instrument(slug)
    func isPositive(_ sum: Int) throws -> Bool? {
      let answers = try #require(try instrument.answers(adding: sum, substance: substance))
      return try instrument.score(answers, substance: substance).isPositive
    }

    #expect(try isPositive(cutOff - 1) == false)
    #expect(try isPositive(cutOff) == true)
  }

  @Test(arguments: [(2, false, false), (3, true, false), (4, true, true)])
  func `the cut-off of AUDIT-C differs by sex`(total: Int, women: Bool, men: Bool) throws {
    let auditC = try instrument("audit_c")
    let answers = try #require(try auditC.answers(adding: total))

    #expect(try auditC.score(answers, sex: .value(.female)).isPositive == women)
    #expect(try auditC.score(answers, sex: .value(.male)).isPositive == men)
    #expect(try auditC.score(answers, sex: .missing(.refused)).isPositive == (women == men ? women : nil))
  }

  @Test(arguments: [(2, false, false), (3, false, true), (4, true, true)])
  func `the cut-off of SDS for cannabis differs by age`(total: Int, at16: Bool, at30: Bool) throws {
    let sds = try instrument("sds")
    let answers = try #require(try sds.answers(adding: total, substance: "cannabis"))

    #expect(try sds.score(answers, age: 16, substance: "cannabis").isPositive == at16)
    #expect(try sds.score(answers, age: 30, substance: "cannabis").isPositive == at30)
    #expect(try sds.score(answers, substance: "cannabis").isPositive == (at16 == at30 ? at16 : nil))
  }

  @Test(arguments: [
    ("dast_28", 11, "strict"), ("pcl_5", 33, "upper"), ("cage_aid", 1, "sensitive"),
    ("icsi", 6, "raises suspicion"), ("icpi", 6, "raises suspicion"),
  ])
  func `a cut-off beside the usual one is told by its name`(slug: String, sum: Int, name: String) throws {
    let instrument = try instrument(slug)
    func isReached(_ sum: Int) throws -> Bool? {
      let score = try instrument.score(try #require(try instrument.answers(adding: sum)))
      return try #require(score.cutOffs.first { $0.cutOff.name == name }).isReached
    }

    #expect(try isReached(sum - 1) == false)
    #expect(try isReached(sum) == true)
  }

  @Test(arguments: [
    ("use", 0, false), ("use", 1, true), ("risk", 11, false), ("risk", 12, true), ("protective", 12, true),
    ("protective", 13, false),
  ])
  func `a subscale of BAM counts at its cut-off, of which one counts downwards`(
    slug: String, sum: Int, isPositive: Bool
  ) throws {
    let bam = try instrument("bam")
    let score = try bam.score(try #require(try bam.answers(adding: sum, in: slug)))

    #expect(score.subscale(slug)?.sum == .complete(sum))
    #expect(score.subscale(slug)?.isPositive == isPositive)
    #expect(score.total == nil)
  }
}
