import Clinic
import Testing

@Suite struct CircumstanceTests {
  @Test func `there is a word for each code that the record allows, in their order`() {
    let words: [(Circumstance, [Int16])] = [
      (.paymentSource, PaymentSource.allCases.map(\.code)),
      (.labourForceDetail, LabourForceDetail.allCases.map(\.code)),
      (.criminalJustice, CriminalJusticeReferral.allCases.map(\.code)),
    ]

    for (circumstance, codes) in words {
      #expect(codes == (-10...100).filter { circumstance.allows($0) }, "\(circumstance.rawValue)")
    }
  }
}
