import Foundation
import TestSupport
import Testing
import Text

@Suite("Folding")
struct FoldingTests {
  @Test("every row of the name list gives its slug")
  func slugsOfTheNameList() throws {
    let rows = try fixtureLines("name-slug-2021.tsv").dropFirst()
    #expect(rows.count == 3770)
    for row in rows {
      let fields = row.split(separator: "\t").map(String.init)
      let (name, expected) = (try #require(fields.first), try #require(fields.last))
      #expect(slug(name) == expected)
      #expect(slug(name.decomposedStringWithCanonicalMapping) == expected, "NFD of \(name)")
    }
  }

  @Test(
    "folds to",
    arguments: [
      ("ĐẮK LẮK", "dak lak"),
      ("Ea H’leo", "ea h'leo"), ("Ea Hʼleo", "ea h'leo"), ("Ea H‘leo", "ea h'leo"),
      ("Tuyên giáo – Nữ công", "tuyen giao - nu cong"),
      ("Tuyên giáo - Nữ công", "tuyen giao - nu cong"),
      ("02\u{2011}NQ/TW", "02-nq/tw"), ("a—b", "a-b"),
      ("  Krông\u{A0} \t A Na\n", "krong a na"),
      ("Ðắk", "ðak"),  // Icelandic Ð for Đ is a typing error and stays visible
      ("e\u{302}\u{323}", "e"), ("ê\u{306}", "e"), ("ở", "o"), ("Ư", "u"),
      ("İstanbul", "istanbul"), ("Åß", "aß"), ("\u{212A}", "k"),
      ("ΆΣ", "ας".replacingOccurrences(of: "ς", with: "σ")),
      ("", ""), ("   ", ""), ("\u{200B}x\u{FEFF}", "x"), ("漢字 カ", "漢字 カ"),
    ])
  func examples(_ text: String, _ expected: String) {
    #expect(Array(fold(text).utf8) == Array(expected.utf8))
  }

  @Test("folding twice changes nothing, and NFC and NFD fold alike, for every scalar")
  func everyScalar() {
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a\(scalar)b"
      let once = fold(text)
      if !fold(once).utf8.elementsEqual(once.utf8) {
        Issue.record("U+\(String(value, radix: 16)) folds to \(once), then to \(fold(once))")
      }
    }
    for value in UInt32(0xA0)...0x1FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(Character(scalar))
      let expected = fold(text)
      #expect(fold(text.decomposedStringWithCanonicalMapping) == expected, "U+\(value)")
      #expect(fold(text.precomposedStringWithCanonicalMapping) == expected, "U+\(value)")
    }
  }

  @Test("the table agrees with Unicode's data asked per scalar")
  func tableAgainstUnicode() {
    // A trailing ideograph is outside the table and sends the whole text the other way.
    for value in UInt32(0x20)..<0x250 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let viaTable = fold("x\(scalar)y字".replacingOccurrences(of: "字", with: "z"))
      let viaUnicode = fold("x\(scalar)y字").replacingOccurrences(of: "字", with: "z")
      #expect(viaTable == viaUnicode, "U+\(String(value, radix: 16))")
    }
  }

  @Test("search keys forgive spaces, and keep the rest")
  func searchKeys() {
    #expect(searchKey("Krông A Na") == searchKey("Krông Ana"))
    #expect(searchKey("Covid – 19") == searchKey("Covid-19"))
    #expect(searchKey("Ea H'leo") != searchKey("Ea Hleo"))
    #expect(searchKey("Nghị quyết số 02") == "nghiquyetso02")
    #expect(citationKey("Nghị quyết số 02-NQ/TW") == citationKey("nghị quyết 02-NQ/TW"))
    #expect(citationKey("một số đơn vị") == "motsodonvi")
  }

  @Test("loose matching")
  func matching() {
    #expect(LooseMatcher("dak lak").matches("LĐLĐ tỉnh Đắk Lắk"))
    #expect(LooseMatcher("Krông Ana").matches("LĐLĐ huyện Krông A Na"))
    #expect(LooseMatcher("hoà").matches("Xã Hòa Phú"))
    #expect(LooseMatcher("").matches(""))
    #expect(!LooseMatcher("Ea Súp").matches("Ea Sô"))
    #expect(LooseMatcher("ea sup").matches(searchKey: "huyeneasup"))
  }

  @Test("containment agrees with a search by brute force")
  func containment() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5_000 {
      let haystack = randomWord("ab", upTo: 12, using: &generator)
      let needle = randomWord("ab", upTo: 4, using: &generator)
      let starts = haystack.indices.map { haystack[$0...] } + [""]
      #expect(
        foldedContains(haystackFolded: haystack, needleFolded: needle)
          == starts.contains { $0.hasPrefix(needle) }, "seed 7: \(needle) in \(haystack)")
    }
  }

  private func randomWord(
    _ alphabet: String, upTo length: Int, using generator: inout SeededGenerator
  ) -> String {
    let count = Int.random(in: 0...length, using: &generator)
    return String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
  }
}

@Suite("Normal form")
struct NormalFormTests {
  @Test("NFC of composed and decomposed text")
  func composing() {
    let composed = "Tổng Liên đoàn Lao động Việt Nam"
    let decomposed = composed.decomposedStringWithCanonicalMapping
    #expect(isNFC(composed))
    #expect(!isNFC(decomposed))
    #expect(nfc(decomposed).utf8.elementsEqual(composed.utf8))
    #expect(nfc(composed).utf8.elementsEqual(composed.utf8))
    #expect(!isNFC("\u{212B}"))
    #expect(isNFC("ê\u{306}"))
    #expect(isNFC(""))
  }

  @Test("the glance never calls a scalar normal that composes or decomposes")
  func everyScalar() {
    for value in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "e\(scalar)"
      let normal = text.precomposedStringWithCanonicalMapping
      if isNFC(text) != text.utf8.elementsEqual(normal.utf8) {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }
}
