import LedgerModel

extension NaiveLedger {
  func outlet(_ id: String?) -> Fact? {
    id.flatMap { about("outlet", $0, "outlet.registered").last }
  }

  func posts() -> [(key: String, row: NaiveRow)] {
    let shares = all("material.shared").map { share in
      let page = outlet(share.text("outlet"))
      let channel = share.text("channel") == "email" ? "newsletter" : share.text("channel")
      return NaiveLedger.row(
        key: share.key, at: share.time,
        [
          "post": .entity(share.key), "kind": .symbol("share"), "unit": entity(share.event.unit),
          "outlet": entity(share.text("outlet")), "outlet_scope": symbol(page?.text("scope")),
          "own": .bool(page != nil && page?.text("owner") == share.event.unit),
          "medium": symbol(channel), "new_medium": .bool(channel == "facebook"),
          "audience": symbol(share.text("audience")),
          "contents": contents(ofMaterial: share.text("material")),
          "material": entity(share.text("material")), "state": .symbol("live"),
        ])
    }
    return shares + ids("item", "media.item.published").compactMap { publication($0) }
  }

  private func publication(_ id: String) -> (key: String, row: NaiveRow)? {
    guard let fact = about("item", id, "media.item.published").last else { return nil }
    let corrected = about("item", id, "media.item.corrected").last
    let removed = about("item", id, "media.item.removed").last
    let page = outlet(fact.text("outlet"))
    let newest = about("item", id, "media.item.corrected", "media.item.removed").last
    return NaiveLedger.row(
      key: id, at: fact.time, stands: removed == nil,
      [
        "post": .entity(id), "kind": .symbol("publication"), "unit": entity(fact.event.unit),
        "outlet": entity(fact.text("outlet")), "outlet_scope": symbol(page?.text("scope")),
        "own": .bool(page?.text("owner") != nil && page?.text("owner") == fact.event.unit),
        "medium": symbol(fact.text("medium")),
        "new_medium": .bool(fact.text("medium") == "website"),
        "contents": set(texts(fact.value("contents"))),
        "exemplar": entity(fact.text("exemplar")), "corrected_at": instant(of: corrected),
        "removed_at": instant(of: removed), "reason": string(newest?.text("reason")),
        "state": .symbol(removed != nil ? "removed" : corrected != nil ? "corrected" : "live"),
      ])
  }

  func metrics() -> [(key: String, row: NaiveRow)] {
    all("media.metric.observed").compactMap { fact in
      guard let asOf = fact.event.instant("as_of"), let item = fact.text("item") else { return nil }
      let publication = about("item", item, "media.item.published").last
      return NaiveLedger.row(
        key: fact.key, at: asOf,
        [
          "observation": .string(fact.key), "post": .entity(item),
          "unit": entity(publication?.event.unit), "metric": symbol(fact.text("metric")),
          "value": number(fact.value("value")), "as_of": .instant(asOf),
          "method": symbol(fact.text("method")), "cumulative": .bool(true),
        ])
    }
  }

  func exemplars() -> [(key: String, row: NaiveRow)] {
    ids("exemplar", "exemplar.nominated").compactMap { id in
      guard let fact = about("exemplar", id, "exemplar.nominated").last else { return nil }
      func first(_ type: String) -> Value { instant(of: earliest(about("exemplar", id, type))) }
      return NaiveLedger.row(
        key: id, at: fact.time,
        [
          "exemplar": .entity(id), "kind": symbol(fact.text("kind")),
          "category": string(fact.text("category")), "unit": entity(fact.event.unit),
          "verified_at": first("exemplar.verified"), "approved_at": first("exemplar.approved"),
          "published_at": first("media.item.published"),
          "commended_at": first("commendation.awarded"), "consent_at": first("consent.given"),
          "consent_withdrawn_at": first("consent.withdrawn"),
          "posts": count(about("exemplar", id, "media.item.published").count),
        ])
    }
  }

  func replications() -> [(key: String, row: NaiveRow)] {
    all("exemplar.replicated").map { fact in
      NaiveLedger.row(
        key: fact.key, at: fact.time,
        [
          "replication": .string(fact.key), "exemplar": entity(fact.text("model")),
          "unit": entity(fact.event.unit), "evidence": .integer(0),
        ])
    }
  }

  func threads() -> [(key: String, row: NaiveRow)] {
    ids("thread", "feedback.received").compactMap { id in
      guard let fact = about("thread", id, "feedback.received").last else { return nil }
      let replies = about("thread", id, "feedback.answered")
      let autos = replies.filter { $0.text("kind") == "auto" }
      let humans = replies.filter { $0.text("kind") == "human" }
      let resolved = about("thread", id, "feedback.resolved").last
      let reopened = about("thread", id, "feedback.reopened")
      let isSettled = resolved.map { $0.position > reopened.last?.position ?? 0 } ?? false
      let isAnswered = humans.contains { $0.position > reopened.last?.position ?? 0 }
      return NaiveLedger.row(
        key: id, at: fact.time,
        [
          "thread": .entity(id), "channel": symbol(fact.text("channel")),
          "person": entity(fact.text("person")), "unit": entity(fact.event.unit),
          "topic": string(about("thread", id, "feedback.classified").last?.text("topic")),
          "received_at": .instant(fact.time), "auto_at": instant(of: earliest(autos)),
          "autos": count(autos.count), "answered_at": instant(of: earliest(humans)),
          "humans": count(humans.count), "reopened": count(reopened.count),
          "resolved_at": isSettled ? instant(of: resolved) : .none,
          "state": .symbol(isSettled ? "resolved" : isAnswered ? "answered" : "open"),
        ])
    }
  }
}

extension NaiveLedger {
  /// Ea Súp has ten communes; a ward has nothing inside.
  func restrictions() -> [(key: String, row: NaiveRow)] {
    let communes = [24211, 24214, 24215, 24217, 24220, 24221, 24223, 24226, 24229, 24232]
    let eaSup = ["646"] + communes.map(String.init)
    return ids("restriction", "restriction.declared").flatMap { id in
      guard let fact = about("restriction", id, "restriction.declared").last,
        let starts = fact.event.instant("starts"), let place = fact.text("territory")
      else { return [(key: String, row: NaiveRow)]() }
      let lifted = about("restriction", id, "restriction.lifted").last?.event.instant("lifted")
      return (place == "646" ? eaSup : [place]).map { territory in
        NaiveLedger.row(
          key: "\(id)/\(territory)", at: starts,
          [
            "declared_for": .entity(place), "level": .string("16"), "starts": .instant(starts),
            "lifted_at": lifted.map { .instant($0) } ?? .none,
            "period": .period(Period(start: starts, end: lifted)),
          ])
      }
    }
  }

  func reminders() -> [(key: String, row: NaiveRow)] {
    all("reminder.sent").map { fact in
      NaiveLedger.row(
        key: fact.key, at: fact.time,
        [
          "obligation": entity(fact.event.obligation), "duty": .entity("O11"),
          "unit": entity(fact.text("unit")), "step": .integer(1), "channel": .symbol("zalo"),
        ])
    }
  }

  func replies() -> [(key: String, row: NaiveRow)] {
    all("feedback.answered").map { fact in
      NaiveLedger.row(
        key: fact.key, at: fact.time,
        [
          "thread": entity(fact.text("thread")), "kind": symbol(fact.text("kind")),
          "by_whom": .string("x"), "unit": entity(fact.event.unit), "channel": .symbol("zalo"),
        ])
    }
  }
}
