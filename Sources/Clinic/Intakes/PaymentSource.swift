/// Who is expected to pay for most of the treatment, in the order of the codes 1 to 9 of a TEDS state submission.
package enum PaymentSource: String, CodedInOrder {
  case own = "self"
  case blueCross = "blue_cross"
  case medicare, medicaid
  case otherGovernment = "other_government"
  case workersCompensation = "workers_compensation"
  case otherInsurer = "other_insurer"
  case noCharge = "no_charge"
  case other
}
