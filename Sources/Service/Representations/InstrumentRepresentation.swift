import Clinic
import Records

/// What may be answered to an instrument: in our words, and in the official ones where the clinic has loaded them.
package struct InstrumentRepresentation: Representation {
  let instrument: Instrument
  let choice: InstrumentChoice?
  let wording: Wording?
  let languages: [String]

  package init(
    _ instrument: Instrument, choice: InstrumentChoice? = nil, wording: Wording? = nil,
    languages: [String] = []
  ) {
    self.instrument = instrument
    self.choice = choice
    self.wording = wording
    self.languages = languages
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("instrument", instrument.reference.slug)
      json.field("version", instrument.reference.version)
      json.field("title", instrument.title)
      json.field("about", instrument.about)
      json.field("recall", instrument.recall)
      json.field("licence", instrument.licence)
      json.field("source", instrument.source)
      json.field("wording_terms", instrument.terms.wording.rawValue)
      json.field("administered_by", instrument.administrators.map(\.rawValue))
      json.field("repeat_after_hours", instrument.repeatAfterHours)
      json.field("retired", choice?.isRetired == true || instrument.retirement != nil)
      json.field("band_set", instrument.bandSet(choice))
      json.field("band_sets", instrument.bandSetSlugs)
      json.array("substances", instrument.substances) { json, form in
        json.object { json in
          json.field("substance", form.slug)
          json.field("label", form.label)
          json.field("includes", form.includes)
        }
      }
      json.field("languages", languages)
      if let wording { json.field("wording", WordingRepresentation(wording)) }
      json.field("items", instrument.items.map { ItemRepresentation(item: $0, wording: wording) })
    }
  }
}

/// One item with what may be answered.
struct ItemRepresentation: Representation {
  let item: Instrument.Item
  let wording: Wording?

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("number", item.number)
      json.field("code", item.code)
      json.field("label", item.label)
      json.field("text", wording?.questions[item.number])
      json.field("scored", item.isScored)
      if let measure = item.measure {
        json.object("measure") { json in
          json.field("least", Digits(text: measure.text(measure.range.lowerBound)))
          json.field("most", Digits(text: measure.text(measure.range.upperBound)))
          json.field("unit", measure.unit)
          json.field("decimals", measure.decimals)
        }
      }
      json.array("choices", item.choices) { json, choice in
        json.object { json in
          json.field("value", choice.value)
          json.field("label", choice.label)
          json.field("text", wording?.answer(choice.value, of: item.number))
        }
      }
    }
  }
}

/// Where the official words come from; the words themselves stand at the items.
struct WordingRepresentation: Representation {
  let wording: Wording

  init(_ wording: Wording) { self.wording = wording }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("language", wording.language)
      json.field("title", wording.title)
      json.field("source", wording.source)
      json.field("copyright", wording.copyright)
      json.field("licence", wording.licence)
    }
  }
}

/// What came of loading the official words: what was put in its place, and what was not.
package struct LoadedWordingRepresentation: Representation {
  let wording: Wording
  let gaps: [WordingGap]
  let isPreview: Bool

  package init(_ wording: Wording, gaps: [WordingGap], isPreview: Bool) {
    self.wording = wording
    self.gaps = gaps
    self.isPreview = isPreview
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("instrument", wording.instrument)
      json.field("language", wording.language)
      json.field("preview", isPreview)
      json.field("questions", wording.questions.count)
      json.field("answers", wording.answers.values.reduce(0) { $0 + $1.count })
      json.array("gaps", gaps) { json, gap in
        json.object { json in
          json.field("kind", word: gap.kind)
          json.field("link_id", gap.linkID)
          json.field("item", gap.item)
          json.field("value", gap.value)
        }
      }
    }
  }
}

/// An instrument that is being filled in: what is asked next, and what need not be.
struct ScreeningFormRepresentation: Representation {
  let form: ScreeningForm
  let score: Score
  let wording: Wording?

  func write(to json: inout JSONWriter) {
    let progress = form.progress
    json.object { json in
      json.field("answered", progress.answered)
      json.field("of", progress.of)
      json.field("skipped", form.excused.sorted())
      json.field("total", score.storedTotal)
      json.field("at_least", score.storedBound)
      json.field("flags", score.flags.map(\.slug))
      if let next = form.next { json.field("next", ItemRepresentation(item: next, wording: wording)) }
    }
  }
}
