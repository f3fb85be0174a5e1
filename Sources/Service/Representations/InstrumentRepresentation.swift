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
      json.field("retired", choice?.isRetired ?? false)
      json.field("band_set", instrument.bandSet(choice))
      json.field("languages", languages)
      if let wording { json.field("wording", WordingRepresentation(wording)) }
      json.array("items", instrument.items) { json, item in write(item, to: &json) }
    }
  }

  private func write(_ item: Instrument.Item, to json: inout JSONWriter) {
    json.object { json in
      json.field("number", item.number)
      json.field("label", item.label)
      json.field("text", wording?.questions[item.number])
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
      if let next = form.next {
        json.object("next") { json in
          json.field("number", next.number)
          json.field("label", next.label)
          json.field("text", wording?.questions[next.number])
          json.array("choices", next.choices) { json, choice in
            json.object { json in
              json.field("value", choice.value)
              json.field("label", choice.label)
              json.field("text", wording?.answer(choice.value, of: next.number))
            }
          }
        }
      }
    }
  }
}
