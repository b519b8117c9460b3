/// How busy the play is. A country is played with fewer of its members active, so that ten million
/// events hold its whole campaign.
struct Rates {
  /// Members who sit the exam, of a thousand.
  let membersExamined: Int
  /// Members and officials who study alone, of a thousand.
  let membersStudying: Int
  let officialsStudying: Int
  /// Officials who write an essay, of a thousand.
  let essayWriters: Int
  /// Attempts whose single answers are recorded, of a thousand.
  let answersKept: Int
  /// Opinions per thousand grassroots unions.
  let threads: Int
  /// Exemplars per thousand grassroots unions.
  let exemplars: Int
  /// Attempts, of ten thousand, in which the question with the wrong key was asked.
  let suspectPapers: Int

  static let province = Rates(
    membersExamined: 250, membersStudying: 80, officialsStudying: 550, essayWriters: 600,
    answersKept: 30, threads: 1_450, exemplars: 145, suspectPapers: 75)
  static let nation = Rates(
    membersExamined: 50, membersStudying: 8, officialsStudying: 200, essayWriters: 300,
    answersKept: 3, threads: 350, exemplars: 30, suspectPapers: 5)

  static func rates(of size: DemoOptions.Size) -> Rates {
    switch size {
    case .province: .province
    case .nation: .nation
    }
  }
}
