import Foundation
import Testing

@testable import Statistics

@Suite struct DistributionTests {
  @Test(arguments: [
    (3.841458820694124, 1, 0.05), (6.634896601021213, 1, 0.01), (5.991464547107979, 2, 0.05),
    (18.307038053275146, 10, 0.05), (124.34211340400407, 100, 0.05), (0, 3, 1),
  ])
  func `the tail of chi-square is that of the tables`(x: Double, degrees: Int, p: Double) {
    #expect(isClose(Gamma.chiSquareTail(x, degrees: degrees), p, within: 1e-12))
  }

  @Test func `a tiny tail keeps its digits`() {
    // The closed form for two degrees of freedom is exp(-x/2).
    #expect(isClose(Gamma.chiSquareTail(200, degrees: 2) / 3.720075976020836e-44, 1, within: 1e-12))
  }

  @Test func `the logarithm of gamma is that of factorials`() {
    var sum = 0.0
    for n in 1...170 {
      #expect(isClose(Gamma.logarithm(Double(n)), sum, within: 1e-12 * max(1, sum)))
      sum += log(Double(n))
    }
    #expect(isClose(Gamma.logarithm(0.5), 0.5723649429247001, within: 1e-14))
  }

  @Test func `normal quantiles undo the distribution`() {
    #expect(isClose(Normal.quantile(0.975), 1.959963984540054, within: 1e-14))
    #expect(isClose(Normal.reach(level: 0.99), 2.5758293035489004, within: 1e-13))
    for p in stride(from: 0.001, to: 1, by: 0.013) {
      #expect(isClose(Normal.lower(Normal.quantile(p)), p, within: 1e-15))
    }
  }

  @Test func `beta quantiles undo the distribution`() {
    for (a, b) in [(0.5, 0.5), (1, 1), (2, 30), (400, 7), (80_000, 120_000)] as [(Double, Double)] {
      for p in [0.001, 0.025, 0.5, 0.975] {
        #expect(isClose(Beta.lower(a, b, Beta.quantile(p, a, b)), p, within: 1e-9))
      }
    }
  }
}
