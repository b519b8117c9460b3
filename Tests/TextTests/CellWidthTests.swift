import Testing
import Text

@Suite("Terminal cells")
struct CellWidthTests {
  @Test(
    "one character",
    arguments: [
      ("a", 1), ("ặ", 1), ("a\u{306}\u{323}", 1), ("ê\u{306}", 1), ("\u{300}", 0), ("\t", 0),
      ("\n", 0), ("\r\n", 0), ("\u{7F}", 0), ("\u{200B}", 0), ("漢", 2), ("ｶ", 1), ("Ａ", 2),
      ("한", 2), ("한", 2), ("🎉", 2), ("👩‍👩‍👧", 2), ("🇻🇳", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("…", 1),
      ("–", 1), ("“", 1), ("█", 1), ("₫", 1), ("\u{A0}", 1), ("\u{3000}", 2),
    ] as [(Character, Int)])
  func ofCharacter(_ character: Character, _ expected: Int) {
    #expect(cellWidth(character) == expected, "\(character.unicodeScalars.map(\.value))")
  }

  @Test("one line of text")
  func ofText() {
    #expect(cellWidth(of: "") == 0)
    #expect(cellWidth(of: "LĐLĐ huyện Ea H’leo") == 19)
    #expect(cellWidth(of: "plain ascii") == 11)
    #expect(cellWidth(of: "漢字🎉a") == 7)
    #expect(cellWidth(of: "a\u{306}\u{323} – “x”…") == 8)
    #expect(cellWidth(of: "©\u{FE0F} 1\u{FE0F}\u{20E3}") == 5)
  }

  @Test("cutting never splits a grapheme and never exceeds the field")
  func truncation() {
    let name = "LĐLĐ huyện Krông A Na"
    #expect(name.truncated(toCells: 21) == name)
    #expect(name.truncated(toCells: 11) == "LĐLĐ huyện…")
    #expect("漢字漢字".truncated(toCells: 6) == "漢字…")
    #expect("漢字漢字".truncated(toCells: 7, ellipsis: "") == "漢字漢")
    #expect("漢字".truncated(toCells: 1) == "…")
    #expect("漢字".truncated(toCells: 0) == "")
    #expect("abcdef".truncated(toCells: 2, ellipsis: "...") == "..")
    #expect("abc".truncated(toCells: -1) == "")
    for cells in 0...25 { #expect(cellWidth(of: name.truncated(toCells: cells)) <= cells) }
  }

  @Test("padding counts cells, not characters")
  func padding() {
    #expect("Ê".padded(toCells: 3) == "Ê  ")
    #expect("漢".padded(toCells: 3, alignment: .trailing) == " 漢")
    #expect("abcd".padded(toCells: 3) == "abcd")
  }
}
