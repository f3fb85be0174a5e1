import Testing

@testable import Clinic

/// A form asks what is left to ask.
@Suite struct ScreeningFormTests {
  @Test func `a form asks only what the answers leave`() throws {
    var form = ScreeningForm(try InstrumentLibrary.shipped().find("audit"))
    #expect(form.next?.number == 1 && form.progress == (0, 10))

    form.answer(1, .value(0))

    #expect(form.excused == Set(2...8))
    #expect(form.next?.number == 9 && form.progress == (1, 3))
    form.answer(9, .missing(.refused))
    form.answer(10, .value(0))
    #expect(form.next == nil && form.progress == (3, 3))
    #expect(form.answers == [1: .value(0), 9: .missing(.refused), 10: .value(0)])
  }

  @Test func `going back asks again, and what was answered meanwhile is not lost`() throws {
    var form = ScreeningForm(try InstrumentLibrary.shipped().find("audit"))
    #expect(form.goBack() == nil)
    form.answer(1, .value(2))
    form.answer(2, .value(1))

    #expect(form.goBack()?.number == 2)
    #expect(form.goBack()?.number == 1)
    #expect(form.next?.number == 1 && form.answers.isEmpty)

    form.answer(1, .value(2))
    form.answer(2, .value(0))
    form.answer(3, .value(1))
    form.answer(1, .value(0))
    #expect(form.answers == [1: .value(0)], "answers to items that are excused do not count")
    #expect(form.goBack()?.number == 1)
    form.answer(1, .value(2))
    #expect(
      form.answers == [1: .value(2), 2: .value(0), 3: .value(1)], "and come back when they are asked again")
  }

  @Test func `a form goes on with what is there already`() throws {
    let form = ScreeningForm(
      try InstrumentLibrary.shipped().find("phq_2"), given: [1: .missing(.unable)])

    #expect(form.next?.number == 2 && form.progress == (1, 2))
  }
}
