import Testing

@testable import Clinic

@Suite struct EnquiryTests {
  @Test func `an enquiry needs nothing but its time`() {
    let enquiry = Enquiry(id: .number(1), receivedAt: noon)

    #expect(enquiry.state == .open)
    #expect(enquiry.consentToCall == .missing(.notCollected))
    #expect(enquiry.isDue(at: noon), "nothing is planned, so somebody should look at it")
  }

  @Test func `an open enquiry is due when its next action is`() {
    let enquiry = Enquiry(id: .number(1), receivedAt: noon, nextActionDueAt: hours(2))

    #expect(!enquiry.isDue(at: hours(1)))
    #expect(enquiry.isDue(at: hours(2)))
  }

  @Test func `an enquiry ends with a chart or with a reason, once`() throws {
    var enquiry = Enquiry(id: .number(1), receivedAt: noon, nextAction: Line(rawValue: "call back"))
    try enquiry.lose(because: .noBed)
    #expect(enquiry.state == .lost(.noBed))
    #expect(enquiry.nextAction == nil)
    #expect(!enquiry.isDue(at: hours(9)))

    let error = #expect(throws: EnquiryClosed.self) { try enquiry.convert(to: .number(2)) }
    #expect(error?.message == "The enquiry is already lost.")

    enquiry.reopen()
    try enquiry.convert(to: .number(2))
    #expect(enquiry.state == .converted(to: .number(2)))
  }
}
