import type { BusinessDate } from '../../../preload/contract/date'
import type { MerchantStatement } from '../../../preload/contract/merchant-statement'
import { dateCell } from '../cells'
import { setLetter } from '../notices/letters'
import { facts, text, type Wording } from '../notices/wording'
import type { Language } from '../words'
import { writePaper } from './paper'
import type { StatementToWrite } from './statement'
import { type PaperControl, setStatement } from './statement-pdf'
import { type StatementWords, statementWords } from './words'

/*
 * Statements that go out by post (0085): before each a page with the merchant's address, to be folded into a window envelope, then the
 * statement with its orders. One PDF, printed in one go.
 */
export interface PostedStatement {
  readonly language: Language
  /** Where the merchant gets its letters now. */
  readonly address: string
  /** Read when its turn comes; null leaves it out. */
  open(): Promise<{ toWrite: StatementToWrite; close(): void }>
}

export interface PostedRun {
  readonly title: string
  readonly bank: string
  readonly writtenOn: BusinessDate
  readonly statements: Iterable<PostedStatement>
}

/** Writes them all. Null when it was stopped; then nothing of it may be kept. */
export function writePostedStatements(
  path: string,
  { title, bank, writtenOn, statements }: PostedRun,
  control: PaperControl & { told(letters: number): void },
): Promise<{ letters: number; pages: number } | null> {
  const about = { title, author: bank, madeAt: dateCell(writtenOn).getTime(), buffered: true }
  return writePaper(path, about, async (paper) => {
    let [letters, pages] = [0, 0]
    for (const { language, address, open } of statements) {
      const { toWrite, close } = await open()
      try {
        const { statement } = toWrite
        const wording = coverOf(statement, statementWords[language])
        pages += setLetter(paper, { wording, address, bank, writtenOn, language, reference: statement.number })
        paper.flushPages()
        const set = await setStatement(paper, toWrite, language, control)
        if (set === null) return null
        pages += set.pages
        paper.flushPages()
      } finally {
        close()
      }
      letters += 1
      control.told(letters)
    }
    return { letters, pages }
  })
}

function coverOf({ merchant, number, closingOn, payOn, net, issuer }: MerchantStatement, words: StatementWords): Wording {
  const { cover } = words
  return {
    subject: cover.subject,
    addressee: words.to(merchant.name),
    parts: [
      text(cover.lead),
      facts(
        [words.number, number],
        [words.registration, merchant.registrationNumber],
        [words.closingOn, words.day(closingOn)],
        [words.payOn, net > 0 ? words.day(payOn) : null],
        [words.net, words.yen(net)],
      ),
      text(cover.questions),
    ],
    foot: [issuer.name].filter((name) => name !== ''),
  }
}
