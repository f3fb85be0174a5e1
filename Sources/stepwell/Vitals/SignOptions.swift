import ArgumentParser
import Clinic

/// The signs of a set, each a value or why there is none.
struct SignOptions: ParsableArguments {
  @Option(help: "In degrees Celsius.") var temperature: String?
  @Option(help: "Beats a minute.") var pulse: String?
  @Option(help: "Breaths a minute.") var respirations: String?
  @Option(help: "Oxygen saturation in per cent.") var spo2: String?
  @Option(help: "air or oxygen.") var breathing: String?
  @Option(help: "Blood pressure in mmHg, as 120/80.") var bp: String?
  @Option(help: "alert, confusion, voice, pain or unresponsive; one letter will do.") var consciousness:
    String?
  @Option(help: "Pain, 0 to 10.") var pain: String?
  @Option(help: "Craving, 0 to 10.") var craving: String?
  @Option(help: "Mood, from 0, the worst, to 10.") var mood: String?
  @Option(help: "Hours of sleep in the last night.") var sleep: String?
  @Option(help: "How often water was passed in 24 hours.") var urinations: String?
  @Option(help: "Bladder pain, 0 to 10.") var bladderPain: String?
  @Option(help: "Blood in the urine: none, suspected or visible.") var urineBlood: String?
  @Option(
    help: ArgumentHelp(
      "A sign whose unlikely value was measured again and is right; may be given several times.",
      valueName: "sign"))
  var confirm: [VitalSign] = []

  /// What was typed, read sign by sign; throws all that cannot be read at once.
  func readings() throws(InvalidValues) -> [VitalSign: Reading] {
    var readings: [VitalSign: Reading] = [:]
    var faults: [InvalidValue] = []
    for (sign, text) in typed {
      do {
        readings[sign] = try sign.reading(text)
      } catch {
        faults.append(error)
      }
    }
    if let refusal = InvalidValues(faults) { throw refusal }
    return readings
  }

  private var typed: [(VitalSign, String)] {
    let all: [(VitalSign, String?)] = [
      (.temperature, temperature), (.pulse, pulse), (.respirations, respirations), (.oxygenSaturation, spo2),
      (.breathing, breathing), (.consciousness, consciousness), (.pain, pain), (.craving, craving),
      (.mood, mood),
      (.sleepHours, sleep), (.urinations, urinations), (.bladderPain, bladderPain), (.urineBlood, urineBlood),
    ]
    return all.compactMap { sign, text in text.map { (sign, $0) } } + pressures
  }

  /// Both pressures; one reason stands for both of them.
  private var pressures: [(VitalSign, String)] {
    guard let bp else { return [] }
    let parts = bp.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return parts.count == 2
      ? [(.systolic, parts[0]), (.diastolic, parts[1])] : [(.systolic, bp), (.diastolic, bp)]
  }
}

extension VitalSign: ExpressibleByArgument {}
