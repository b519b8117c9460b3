import Catalog
import LedgerModel

extension NaiveLedger {
  func contents(ofMaterial material: String?) -> Value {
    guard let material, let fact = about("material", material, "material.published").last
    else { return .set([]) }
    return set(texts(fact.value("contents")))
  }

  func materials() -> [(key: String, row: NaiveRow)] {
    ids("material", "material.published").compactMap { id in
      guard let published = about("material", id, "material.published").last else { return nil }
      let withdrawn = about("material", id, "material.withdrawn").last
      let replaced = about("material", id, "material.replaced").last
      return NaiveLedger.row(
        key: id, at: published.time, stands: withdrawn == nil,
        [
          "material": .entity(id), "title": string(published.text("title")),
          "kind": string(published.text("kind")), "contents": contents(ofMaterial: id),
          "version": number(published.value("version")),
          "published_at": .instant(published.time), "publisher": entity(published.event.unit),
          "withdrawn_at": instant(of: withdrawn), "replaced_by": entity(replaced?.text("by")),
        ])
    }
  }

  func deliveries() -> [(key: String, row: NaiveRow)] {
    func parties(_ fact: Fact) -> [String] {
      let (unit, to, from) = (fact.event.unit ?? "", fact.text("to_unit"), fact.text("from_unit"))
      return [fact.text("material") ?? "", to == nil ? from ?? "" : unit, to ?? unit]
    }
    let steps = all("material.allocated", "material.distributed", "material.received")
    return Set(steps.map(parties)).compactMap { triple in
      let mine = steps.filter { parties($0) == triple }
      func kind(_ name: String) -> [Fact] { mine.filter { $0.event.type.name == name } }
      let (allocated, sent) = (kind("material.allocated"), kind("material.distributed"))
      let received = kind("material.received")
      guard let newest = mine.map(\.time).max() else { return nil }
      return NaiveLedger.row(
        key: triple.joined(separator: "/"), at: newest,
        [
          "material": .entity(triple[0]), "from_unit": .entity(triple[1]),
          "unit": .entity(triple[2]), "contents": contents(ofMaterial: triple[0]),
          "level": level(of: triple[2]), "allocated": sum(allocated, "quantity"),
          "allocated_at": instant(of: earliest(allocated)), "sent": sum(sent, "quantity"),
          "sent_at": instant(of: earliest(sent)), "medium": symbol(sent.last?.text("medium")),
          "received": sum(received, "quantity"),
          "received_at": instant(of: earliest(received)),
        ])
    }
  }

  func views() -> [(key: String, row: NaiveRow)] {
    var rows: [(key: String, row: NaiveRow)] = []
    func add(
      _ key: String, _ fact: Fact, _ kind: String, _ person: String?, _ unit: String?,
      _ contents: Value, _ channel: String?, stands: Bool = true
    ) {
      rows.append(
        NaiveLedger.row(
          key: key, at: fact.time, stands: stands,
          [
            "view": .string(key), "kind": .symbol(kind), "person": entity(person),
            "unit": entity(unit), "role": role(of: person, at: fact.time, unit: unit),
            "material": entity(fact.text("material")), "contents": contents,
            "channel": symbol(channel),
          ]))
    }
    for fact in all("material.accessed") {
      let person = fact.text("person")
      add(
        fact.key, fact, "opened", person,
        fact.event.unit ?? officeUnit(of: person, at: fact.time),
        contents(ofMaterial: fact.text("material")), fact.text("channel"))
    }
    for fact in all("study.selfstudy.completed") {
      let person = fact.text("person")
      add(
        fact.key, fact, "self_study", person,
        fact.event.unit ?? officeUnit(of: person, at: fact.time),
        set([fact.text("content") ?? ""]), "self")
    }
    for (fact, isCancelled) in sessionsHeld() {
      for (index, person) in texts(fact.value("attendees")).enumerated() {
        add(
          "\(fact.key)/\(index + 1)", fact, "attended", person,
          officeUnit(of: person, at: fact.time) ?? fact.event.unit,
          set(texts(fact.value("contents"))),
          fact.text("form") == "online" ? "online" : "meeting", stands: !isCancelled)
      }
    }
    return rows
  }

  /// The newest record of each session, and whether it was cancelled after it.
  func sessionsHeld() -> [(Fact, Bool)] {
    ids("session", "study.session.held").compactMap { id in
      guard let held = about("session", id, "study.session.held").last else { return nil }
      let cancelled = about("session", id, "study.session.cancelled").last
      return (held, cancelled.map { $0.position > held.position } ?? false)
    }
  }
}
