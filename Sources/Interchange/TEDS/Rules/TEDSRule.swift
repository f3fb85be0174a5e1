/// A rule that records of a submission are held to before anything leaves.
///
/// E1 to E18 are the edit rules for state submissions; the others are of the layout and of how records hang together.
package enum TEDSRule: String, CaseIterable, Hashable, Sendable, Codable {
  case e1 = "E1"
  case e2 = "E2"
  case e3 = "E3"
  case e4 = "E4"
  case e5 = "E5"
  case e6 = "E6"
  case e7 = "E7"
  case e8 = "E8"
  case e9 = "E9"
  case e10 = "E10"
  case e11 = "E11"
  case e12 = "E12"
  case e13 = "E13"
  case e14 = "E14"
  case e15 = "E15"
  case e16 = "E16"
  case e17 = "E17"
  case e18 = "E18"
  /// An element holds nothing that its field can hold.
  case field = "F1"
  /// Two records have one key.
  case twice = "K1"
  /// What it builds on is withheld.
  case follows = "K2"
  /// The state has rejected it.
  case rejected = "S1"

  /// What becomes of a record that breaks a rule.
  package enum Severity: String, CaseIterable, Hashable, Sendable, Codable {
    /// The state cannot take it: it is withheld.
    case fatal
    /// It is sent, and somebody should see to it.
    case warning
  }
}

extension TEDSRule {
  /// What must hold.
  package var text: String {
    switch self {
    case .e1: "Admission, last contact and discharge follow one another, none before 1920 or ahead of today."
    case .e2: "The birth is not after the admission, and the person not older than 150 years."
    case .e3: "A discharge has both its date and its reason."
    case .e4: "The first contact is not after the admission."
    case .e5: "A referral by a court says which; another referral has none."
    case .e6: "Who is not in the labour force has a detail of it; nobody else has."
    case .e7: "Pregnancy does not apply to men."
    case .e8: "Only a co-dependent has no service."
    case .e9:
      "A substance has a route, a frequency and an age at first use; where there is none they do not apply."
    case .e10: "A substance at discharge has a frequency."
    case .e11: "The age at first use is not above the age at admission."
    case .e12: "A detailed drug is of the class of its substance."
    case .e13: "No substance is there twice, and none without the one before it."
    case .e14: "Medication for opioids is said where the primary substance is one, and only with opioids."
    case .e15: "A discharge repeats its admission."
    case .e16: "A transfer repeats the person of the admission before it."
    case .e17: "The diagnosis is one of substance use."
    case .e18:
      "The client's number is 1 to 15 letters, digits and inner hyphens, not all zeros, and of one person."
    case .field: "Every element holds a code or a value of its field."
    case .twice: "No two records have the same key."
    case .follows: "A transfer or discharge does not go out without its admission."
    case .rejected: "The state took the record."
    }
  }

  package var severity: Severity {
    switch self {
    case .e1, .e2, .e3, .e8, .e12, .e15, .e16, .e18, .field, .twice, .follows, .rejected: .fatal
    case .e4, .e5, .e6, .e7, .e9, .e10, .e11, .e13, .e14, .e17: .warning
    }
  }

  /// Where the rule is from, with the class that it has there.
  package var source: String {
    switch self {
    case .e1, .e4, .e5, .e6, .e7, .e8, .e11, .e13: "intake validators of a state: inconsistent"
    case .e2, .e12, .e17, .e18: "intake validators of a state: invalid"
    case .e3, .e9, .e10, .e14: "intake validators of a state: missing or inconsistent"
    case .e15, .e16, .twice: "record layout of the state submission: rejected"
    case .field: "record layout of the state submission: code not known"
    case .follows: "record layout of the state submission: keys refer to the admission"
    case .rejected: "acknowledgement of the state"
    }
  }

  /// What to do about it.
  package var remedy: String {
    switch self {
    case .e1: "Correct the move that has the wrong date."
    case .e2: "Correct the date of birth, or the admission."
    case .e3: "Give the discharge its reason; 08 if nobody knows."
    case .e4: "Correct the date of the first contact in the intake."
    case .e5: "Ask which court or authority, or correct the referral source."
    case .e6: "Ask what keeps the person out of the labour force, or correct the employment."
    case .e7: "Correct the sex, or the answer about pregnancy."
    case .e8: "Say which service the stay is: correct its admission with a service or a level of care."
    case .e9: "Complete the substance, or say why each answer is missing."
    case .e10: "Give the frequency at discharge, or say why it is missing."
    case .e11: "Correct the age at first use, or the date of birth."
    case .e12: "Choose a drug of the class, or correct the class."
    case .e13: "Put the substances in order, each once."
    case .e14: "Say whether opioid medication is part of the treatment."
    case .e15, .e16: "Correct the person, so that all records of the episode say the same."
    case .e17: "Record the diagnosis of substance use (F10 to F19)."
    case .e18: "Correct the client's number."
    case .field: "Correct the element, or say why it is missing."
    case .twice: "Correct one of the two: the same service cannot begin, or end, twice on one day."
    case .follows: "See to what withholds the admission first."
    case .rejected: "Correct what the state names; the next submission sends it again."
    }
  }
}
